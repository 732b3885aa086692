package cloud.bleu.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list that nobody stated is no empty list: {@code all} and {@code in} say nothing of it. */
class UnstatedListsTest {

  private static final String API = "apiVersion: placement.bleu.cloud/v1alpha1\n";
  private static final String KNOWN = "{basis: Contract, source: s, asOf: 2026-01-01}";

  /** Zone mute states as little as can be said, zone bare names no offering, zone told says all. */
  private static final Estate ESTATE = estate();

  private static Estate estate() {
    String yaml =
        API
            + """
            kind: CloudProvider
            metadata: {name: mute}
            spec:
              displayName: Mute
              ownership: {provenance: KNOWN}
              operations: {nonEUSupport: None, provenance: KNOWN}
              offerings:
              - name: iaas
                agreement: {reference: a, provenance: KNOWN}
                qualifications: [{scheme: SecNumCloud, state: Qualified, provenance: KNOWN}]
              - {name: plain}
            ---
            """
            + API
            + """
            kind: CloudProvider
            metadata: {name: told}
            spec:
              displayName: Told
              ownership: {holders: [{name: A, of: Told, country: FR}], provenance: KNOWN}
              suppliers: [{name: S, country: FR, provenance: KNOWN}]
              operations: {administrationFrom: [FR], supportFrom: [FR], technicalDataIn: [FR], provenance: KNOWN}
              offerings:
              - name: iaas
                layers: [IaaS]
                regions: [r]
                services: [db]
                agreement: {reference: a, subscriptions: [prod], provenance: KNOWN}
                qualifications: [{scheme: SecNumCloud, state: Qualified, layers: [IaaS], activities: [hosting], provenance: KNOWN}]
            ---
            """
            + API
            + "kind: CloudProvider\nmetadata: {name: none}\nspec: {displayName: None}\n---\n"
            + zone(
                "mute",
                "provider: mute, offerings: [iaas, plain], egress: {provenance: KNOWN}, storage: {provenance: KNOWN}")
            + zone("half", "provider: told, offerings: [gone, iaas]")
            + zone("bare", "provider: none")
            + zone(
                "told",
                "provider: told, offerings: [iaas], failureDomains: {flood: None}, registries: [r.example],"
                    + " storage: {classes: [{name: c, encrypted: true}], backupZones: [mute], provenance: KNOWN}")
            + workload("silent", "")
            + workload("told", ", layers: [IaaS]");
    return EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(
                            yaml.replace("KNOWN", KNOWN).getBytes(StandardCharsets.UTF_8))))
                .objects(),
            Instant.parse("2026-02-01T00:00:00Z"),
            Map.of())
        .estate();
  }

  private static String zone(String name, String spec) {
    return API
        + "kind: AvailabilityZone\nmetadata: {name: %s}\n".formatted(name)
        + "spec: {region: r, site: %s, capacity: {cpu: 9}, target: {nodeSelector: {zone: %s}}, %s}\n---\n"
            .formatted(name, name, spec);
  }

  private static String workload(String name, String spec) {
    return API
        + "kind: BleuWorkload\nmetadata: {name: %s, namespace: team}\n".formatted(name)
        + "spec: {dataClasses: [Health], replicas: 1, workload: {external: {kind: VM, requests: {cpu: 1}}}%s}\n---\n"
            .formatted(spec);
  }

  private static Verdict ask(String expression, String workload, String zone) {
    ExpressionRule rule =
        ((Expressions.Compiled.Rule) Expressions.compile(expression, null, List.of())).rule();
    return new BoundRule(
            rule,
            "own",
            "p",
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            Parameters.NONE,
            List.of())
        .evaluate(
            ESTATE.workloads().stream()
                .filter(w -> w.id().name().equals(workload))
                .findFirst()
                .orElseThrow(),
            ESTATE.zone(zone),
            ESTATE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mute; provider.suppliers; provider.suppliers.all(s, s.country == 'FR')",
        "bare; provider.offerings; provider.offerings.all(o, o.name == 'iaas')",
        "mute; provider.operations.administrationFrom; provider.operations.administrationFrom.all(c, c == 'FR')",
        "mute; provider.operations.supportFrom; provider.operations.supportFrom.all(c, c == 'FR')",
        "mute; provider.operations.supportFrom; !('US' in provider.operations.supportFrom)",
        "mute; provider.operations.technicalDataIn; provider.operations.technicalDataIn.all(c, c == 'FR')",
        "mute; provider.ownership.holders; provider.ownership.holders.all(h, h.country == 'FR')",
        "mute; offerings[].layers; offerings.all(o, o.layers.all(l, l == 'IaaS'))",
        "mute; offerings[].regions; offerings.all(o, o.regions.all(r, r == 'r'))",
        "mute; offerings[].services; offerings.all(o, o.services.all(s, s == 'db'))",
        "mute; offerings[].agreement.subscriptions; offerings.all(o, o.agreement.subscriptions.all(s, s == 'prod'))",
        "mute; offerings[].qualifications; offerings.all(o, o.qualifications.all(q, q.scheme == 'SecNumCloud'))",
        "mute; offerings[].qualifications[].layers; offerings.all(o, o.name == 'plain' || o.qualifications.all(q, q.layers.all(l, l == 'IaaS')))",
        "mute; offerings[].qualifications[].activities; offerings.all(o, o.name == 'plain' || o.qualifications.all(q, q.activities.all(a, a == 'hosting')))",
        "bare; offerings; offerings.all(o, o.name == 'iaas')",
        "half; offerings[].layers; offerings.all(o, o.layers.all(l, l == 'IaaS'))",
        "bare; zone.offerings; zone.offerings.all(o, o == 'iaas')",
        "mute; zone.failureDomains; zone.failureDomains.all(h, zone.failureDomains[h] == 'None')",
        "mute; zone.failureDomains; zone.failureDomains == {'flood': 'None'} || zone.failureDomains.size() == 0",
        "mute; zone.equipment.registries; zone.equipment.registries.all(r, r == 'r.example')",
        "mute; zone.equipment.storage.classes; zone.equipment.storage.classes.all(c, c.encrypted)",
        "mute; zone.equipment.storage.backupZones; zone.equipment.storage.backupZones.all(b, b == 'mute')",
        "mute; workload.layers; workload.layers.all(l, l == 'IaaS')"
      })
  void isUnknown(String zone, String field, String expression) {
    Verdict verdict = ask(expression, "silent", zone);
    assertEquals("Unknown FieldMissing", verdict.result() + " " + verdict.code(), verdict::message);
    assertTrue(verdict.message().startsWith(field + " is not stated"), verdict::message);
    assertEquals(Verdict.Result.Pass, ask(expression, "told", "told").result(), expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mute; Reject; has(provider.suppliers)",
        "mute; Reject; has(provider.operations.supportFrom)",
        "told; Pass  ; has(provider.suppliers) && has(provider.operations.supportFrom)",
        "mute; Pass  ; !has(zone.failureDomains.flood)",
        "mute; Pass  ; !('flood' in zone.failureDomains)",
        "told; Pass  ; has(zone.failureDomains.flood)",
        // One offering that is described decides what one is enough for.
        "half; Pass  ; offerings.exists(o, has(o.layers) && 'IaaS' in o.layers)"
      })
  void canBeAskedFor(String zone, String expected, String expression) {
    assertEquals(expected, ask(expression, "silent", zone).result().name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zone.equipment.egress.bootstrap.all(b, false)",
        "zone.homologations.all(h, false)",
        "zone.maintenance.all(m, false)",
        "workload.services.all(s, false)",
        "workload.closure.images.all(i, false)"
      })
  void whatNobodyHasIsNone(String expression) {
    assertEquals("Pass", ask(expression, "silent", "mute").result().name());
  }

  /** Of what can be there in part, nobody can tell whether all of it is. */
  @Test
  void aWholeMapCannotBeAskedFor() {
    String why =
        "line 1, column 4: whether all of failureDomains is stated nobody can tell; ask for one of"
            + " them, as has(zone.failureDomains.flood)";
    assertEquals(
        why,
        ((Expressions.Compiled.Refused)
                Expressions.compile("has(zone.failureDomains)", null, List.of()))
            .errors().stream().map(ExpressionError::text).collect(Collectors.joining()));
  }
}
