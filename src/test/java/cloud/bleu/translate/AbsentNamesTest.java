package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.RecordWriter;
import cloud.bleu.translate.finding.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An API server with an older schema may hold objects without a name that today's asks for. That is
 * said of the field, with what to do, and nothing goes by the name of "null".
 */
class AbsentNamesTest {

  private static final Pattern NULL = Pattern.compile("\\bnull\\b");

  private static final String AROUND =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec: {displayName: Acme}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: east}
      spec:
        provider: acme
        region: r
        site: s
        capacity: {cpu: 9, memory: 64Gi, pods: 200}
        target: {nodeSelector: {zone: east}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: strict}
      spec: {rules: [{name: place, rule: data-location, parameters: {countries: [FR]}}], waivable: [place]}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop}
      spec: {dataClasses: [Ordinary], workload: {external: {requests: {cpu: "1"}}}}
      ---
      """;

  private static final String WORKLOAD =
      "dataClasses: [Ordinary], workload: {external: {requests: {cpu: \"1\"}}}, ";
  private static final String WAIVER =
      "reason: r, notBefore: 2026-11-01T00:00:00Z, expirationTime: 2026-12-31T00:00:00Z, ";

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CloudProvider | spec.ownership.holders[0].name | name who holds it"
            + " | ownership: {holders: [{of: Acme, country: FR, capitalPercent: \"60\"}]}",
        "CloudProvider | spec.ownership.holders[0].of | name the entity that is held"
            + " | ownership: {holders: [{name: Fund, capitalPercent: \"60\"}]}",
        "CloudProvider | spec.suppliers[0].name | name the supplier | suppliers: [{country: US}]",
        "CloudProvider | spec.offerings[0].name | name the offering | offerings: [{layers: [IaaS]}]",
        "CloudProvider | spec.offerings[0].qualifications[0].scheme | name the scheme"
            + " | offerings: [{name: o, qualifications: [{state: Qualified}]}]",
        "AvailabilityZone | spec.storage.classes[1].name | name the storage class"
            + " | provider: acme, region: r, site: s, storage: {classes: [{}, {}]}",
        "AvailabilityZone | spec.health.probes[0].http.url"
            + " | write it like http://198.51.100.7:8080/healthz"
            + " | provider: acme, region: r, site: s, health: {probes: [{name: p, http: {}}]}",
        "SovereigntyPolicy | spec.rules[1].name | give each rule a name of its own"
            + " | rules: [{rule: data-location, parameters: {countries: [FR]}},"
            + " {rule: data-location, parameters: {countries: [DE]}}], waivable: [place]",
        "SovereigntyPolicy | spec.rules[0].name | give each rule a name of its own"
            + " | rules: [{expression: \"true\"}]",
        "SovereigntyWaiver | spec.workloadRef.name | name the BleuWorkload | "
            + WAIVER
            + "policyRef: strict, rule: place, workloadRef: {}",
        "SovereigntyWaiver | spec.policyRef | name the SovereigntyPolicy | "
            + WAIVER
            + "rule: place, workloadRef: {name: web}",
        "SovereigntyWaiver | spec.rule | name the rule as the policy does | "
            + WAIVER
            + "policyRef: strict, workloadRef: {name: web}",
        "BleuWorkload | spec.placement.weights[0].zone | name the AvailabilityZone | "
            + WORKLOAD
            + "placement: {weights: [{weight: 1}]}",
        "BleuWorkload | spec.placement.affinity[0].with | name the other BleuWorkload | "
            + WORKLOAD
            + "placement: {affinity: [{}]}",
        "BleuWorkload | spec.dependencies[1].name | name the dependency | "
            + WORKLOAD
            + "dependencies: [{provider: acme, offering: o}, {provider: acme, offering: o}]",
        "BleuWorkload | spec.dependencies[0].provider | name the CloudProvider | "
            + WORKLOAD
            + "dependencies: [{name: d, offering: o}]",
        "BleuWorkload | spec.dependencies[0].offering | name the offering that is used | "
            + WORKLOAD
            + "dependencies: [{name: d, provider: acme}]",
        "BleuWorkload | spec.residency.egress[1].name | name the destination | "
            + WORKLOAD
            + "residency: {egress: [{to: {host: a.example}}, {to: {host: b.example}}]}",
        "BleuWorkload | spec.residency.egress[0].to.service.name | name the Service | "
            + WORKLOAD
            + "residency: {egress: [{name: e, to: {service: {}}}]}",
        "BleuWorkload | spec.resilience.spread[0].over"
            + " | state one of Zone, Site, Region, Provider | "
            + WORKLOAD
            + "resilience: {spread: [{min: 1}]}",
        "BleuWorkload | spec.resilience.tolerate[0].of | say what is lost, such as Zone | "
            + WORKLOAD
            + "resilience: {tolerate: [{keep: 1}]}",
        "BleuWorkload | spec.workload.deploymentRef.name | name the Deployment"
            + " | dataClasses: [Ordinary], workload: {deploymentRef: {}}",
      })
  void isSaidOfTheField(String kind, String path, String advice, String spec) {
    Translation translation =
        EstateTranslator.translate(
            Unchecked.objects(
                AROUND
                    + """
                    apiVersion: placement.bleu.cloud/v1alpha1
                    kind: %s
                    metadata: {name: broken%s}
                    spec: {%s}
                    """
                        .formatted(
                            kind,
                            kind.equals("BleuWorkload") || kind.equals("SovereigntyWaiver")
                                ? ", namespace: shop"
                                : "",
                            spec)),
            Instant.parse("2026-11-24T12:00:00Z"),
            Map.of());
    List<String> said =
        translation.problems().stream()
            .filter(p -> p.object().name().equals("broken"))
            .map(Problem::text)
            .toList();
    assertTrue(
        said.stream().anyMatch(p -> p.startsWith(path + ": ") && p.endsWith("; " + advice)),
        () -> path + ": " + advice + " is not among " + said);
    assertEquals(List.of(), said.stream().filter(p -> NULL.matcher(p).find()).toList());
    // What is absent is left out of a record.
    String recorded =
        CanonicalJson.text(
            new RecordWriter(name -> name, text -> text, rules -> "rules")
                .encode(translation.estate()));
    assertFalse(NULL.matcher(recorded).find(), recorded);
  }
}
