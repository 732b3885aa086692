package cloud.bleu.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions answer, what they refuse, and that they always do one or the other. */
class ExpressionsTest {

  /** 23:30 UTC on the last of February is March in Paris. */
  private static final Instant NOW = Instant.parse("2026-02-28T23:30:00Z");

  private static final String API = "apiVersion: placement.bleu.cloud/v1alpha1\n";

  /** Zone wet says where it can be flooded, zone dry that it cannot, zone bare says nothing. */
  private static final Estate ESTATE = estate();

  private static Estate estate() {
    String yaml =
        API
            + """
            kind: CloudProvider
            metadata: {name: acme}
            spec:
              displayName: Acme
              ownership:
                holders: [{name: A, of: Acme SA, country: FR, capitalPercent: "60.5", votesPercent: "60.5"}]
                provenance: {basis: Contract, source: s, asOf: 2026-01-01}
              legalEntity: {name: Acme SA, registeredOffice: FR, provenance: {basis: Press, source: s, asOf: 2026-01-01}}
              offerings:
              - name: iaas
                layers: [IaaS]
                qualifications:
                - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [IaaS], validFrom: 2025-01-01, validUntil: 2026-03-01,
                   provenance: {basis: RegulatorList, source: s, asOf: 2026-01-01}}
            ---
            """
            + zone("wet", ", location: {country: FR}, failureDomains: {flood: seine}")
            + zone("dry", ", failureDomains: {flood: None}")
            + zone("bare", "")
            + API
            + """
            kind: BleuWorkload
            metadata: {name: app, namespace: team}
            spec: {dataClasses: [Health], replicas: 3, workload: {external: {kind: VM, requests: {cpu: 1}}}}
            """;
    return EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .objects(),
            NOW,
            Map.of())
        .estate();
  }

  private static String zone(String name, String more) {
    return API
        + "kind: AvailabilityZone\nmetadata: {name: "
        + name
        + "}\nspec: {provider: acme, offerings: [iaas], region: r, site: "
        + name
        + ", capacity: {cpu: 9}, target: {nodeSelector: {zone: "
        + name
        + "}}"
        + more
        + "}\n---\n";
  }

  private static Verdict ask(String expression, String message, String zone) {
    return bound(expression, message)
        .evaluate(ESTATE.workloads().get(0), ESTATE.zone(zone), ESTATE);
  }

  private static BoundRule bound(String expression, String message) {
    ExpressionRule rule =
        ((Expressions.Compiled.Rule) Expressions.compile(expression, message, List.of("11.3.a")))
            .rule();
    return new BoundRule(
        rule,
        "own",
        "p",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        Parameters.NONE,
        rule.declaration().requirements());
  }

  /** Groups by the fields that the text names; what is in no group by its own name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "dry  ; zone.failureDomains.flood == 'None' ; failureDomains of zone dry = flood: None (Assumption, undated)",
        "bare ; zone.failureDomains['flood'] == 'None' ; failureDomains of zone bare (not stated)",
        "wet  ; zone.location.country == 'FR' && zone.region == 'r' ; location of zone wet = FR (Assumption, undated) | region of zone wet = r",
        "wet  ; 'Health' in workload.dataClasses ; dataClasses of the workload = Health",
        "wet  ; offerings.exists(o, o.qualifications.exists(q, q.validUntil >= now)) ; SecNumCloud 3.2 Qualified, from 2025-01-01 until 2026-03-01, for offering iaas of acme (Acme) = IaaS (RegulatorList of 2026-01-01)",
        "wet  ; offerings.exists(o, 'IaaS' in o.layers) ; layers of offering iaas of acme (Acme) = IaaS",
        "wet  ; provider.ownership.holders.exists(h, h.capitalPercent > 60.0) ; ownership of acme (Acme) (Contract of 2026-01-01)",
        "wet  ; has(provider.operations) || provider.legalEntity.registeredOffice == 'FR' ; legal entity Acme SA of acme (Acme) = FR (Press of 2026-01-01) | operations of acme (Acme) (not stated)",
        "wet  ; zone.name == 'wet' ; ``",
        "wet  ; zone.equipment.registries.size() == 0 ; registries of zone wet (not stated)",
      })
  void readsFacts(String zone, String expression, String expected) {
    BoundRule bound = bound(expression, "zone.site");
    Verdict verdict = ask(expression, "zone.site", zone);
    assertEquals(
        expected,
        bound.facts(verdict, ESTATE.workloads().get(0), ESTATE.zone(zone), ESTATE).stream()
            .sorted(StatedFact.ORDER)
            .map(
                f ->
                    f.text()
                        + (f.value().isEmpty() ? "" : " = " + f.value())
                        + (f.dated().isEmpty() ? "" : " (" + f.dated() + ")"))
            .collect(Collectors.joining(" | ")));
  }

  /** As a rule of the catalogue that reads the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "zone.location.country == 'FR'; BackupZone",
        "zone.name != 'wet'; BackupZone",
        "zone.region == 'r'; BackupZone",
        "zone.failureDomains.flood == 'None'; BackupZone",
        "zone.homologations.size() > 0; BackupZone",
        "zone.equipment.storage.classes.size() > 0; BackupZone",
        "provider.legalEntity.registeredOffice == 'FR'; Dependency BackupZone",
        "provider.name == 'acme' || 'Health' in workload.dataClasses; Dependency BackupZone",
        "offerings.exists(o, o.qualifications.exists(q, q.state == 'Qualified')); Dependency BackupZone",
        "zone.provider == 'acme'; Dependency BackupZone",
        "zone.location.country == provider.legalEntity.registeredOffice; BackupZone",
        // What runs is not where copies go.
        "zone.equipment.registries.size() > 0; ''",
        "zone.equipment.egress.bootstrap.size() == 0; ''",
        "zone.maintenance.size() == 0; ''",
        "zone.equipment.registries.size() > 0 && zone.location.country == 'FR'; BackupZone",
        "workload.replicas > 2; ''",
        "now > timestamp('2026-03-01T00:00:00Z'); ''",
      })
  void isAskedAboutWhatItReads(String expression, String links) {
    BoundRule bound = bound(expression, "zone.name");
    assertEquals(
        links,
        Stream.of(Link.Dependency, Link.BackupZone)
            .filter(bound::isAbout)
            .map(Link::name)
            .collect(Collectors.joining(" ")));
  }

  private static String errors(String expression, String message) {
    return Expressions.compile(expression, message, List.of())
            instanceof Expressions.Compiled.Refused refused
        ? refused.errors().stream()
            .map(e -> e.part() + ", " + e.text())
            .collect(Collectors.joining("\n"))
        : "";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "wet  ; Reject ExpressionFalse ; zone.failureDomains.flood == 'None'",
        "dry  ; Pass Pass              ; zone.failureDomains.flood == 'None'",
        "bare ; Unknown FieldMissing   ; zone.failureDomains.flood == 'None'",
        // Not true because it is missing, and not true because it is denied.
        "bare ; Unknown FieldMissing   ; zone.failureDomains.flood != 'seine'",
        "bare ; Unknown FieldMissing   ; zone.failureDomains['flood'] != 'seine'",
        "bare ; Pass Pass              ; !has(zone.failureDomains.flood)",
        "wet  ; Pass Pass              ; has(zone.location.country) && zone.location.country == 'FR'",
        "dry  ; Reject ExpressionFalse ; has(zone.location.country) && zone.location.country == 'FR'",
        // What decides without the missing field, in either order, decides.
        "bare ; Pass Pass              ; zone.failureDomains.flood == 'None' || 'Health' in workload.dataClasses",
        "bare ; Pass Pass              ; 'Health' in workload.dataClasses || zone.failureDomains.flood == 'None'",
        "bare ; Reject ExpressionFalse ; zone.failureDomains.flood == 'None' && workload.replicas > 5",
        "wet  ; Pass Pass              ; workload.namespace == 'team' && workload.name.startsWith('a')",
        "wet  ; Pass Pass              ; provider.ownership.holders.exists(h, h.capitalPercent > 60.0)",
        "wet  ; Unknown FieldMissing   ; provider.ownership.holders.all(h, h.controlledFrom == 'FR')",
        "wet  ; Pass Pass              ; offerings.exists(o, o.qualifications.exists(q, q.validUntil >= now))",
        "wet  ; Reject ExpressionFalse ; offerings.exists(o, o.qualifications.exists(q, q.validUntil >= now + duration('24h')))",
        "wet  ; Pass Pass              ; now == timestamp('2026-03-01T00:00:00Z')",
        "wet  ; Unknown FieldMissing   ; offerings[3].name == 'iaas'",
        "wet  ; Unknown ExpressionFailed ; 1 / (workload.replicas - 3) == 1",
        "wet  ; Unknown ExpressionFailed ; zone.name.matches('[')",
        "wet  ; Unknown ExpressionFailed ; int(zone.name) == 1",
      })
  void answers(String zone, String expected, String expression) {
    Verdict verdict = ask(expression, null, zone);
    assertEquals(expected, verdict.result() + " " + verdict.code(), verdict.message());
  }

  @Test
  void theVerdictNamesTheMissingField() {
    assertEquals(
        "zone.failureDomains.flood is not stated; state it, or say with has() what holds without it",
        ask("zone.failureDomains.flood == 'None'", null, "bare").message());
    assertTrue(
        ask("zone.failureDomains['flood'] == 'None'", null, "bare")
            .message()
            .startsWith("zone.failureDomains['flood'] is not stated"));
    assertTrue(
        ask("provider.ownership.holders.all(h, h.controlledFrom == 'FR')", null, "wet")
            .message()
            .startsWith("provider.ownership.holders[].controlledFrom is not stated"));
  }

  @Test
  void aFailureNamesThePlace() {
    assertEquals(
        "the expression cannot be evaluated: line 2, column 3: / by zero; correct it in the policy;"
            + " `bleu rules --try` shows its answers",
        ask("1 == 1 &&\n1 / 0 == 1", null, "wet").message());
  }

  @Test
  void messagesAreTheAuthorsAndNeverFail() {
    String dry = "zone.failureDomains.flood == 'None'";
    assertEquals(
        "zone wet lies in the basin of seine; use a zone where it is true",
        ask(
                dry,
                "'zone ' + zone.name + ' lies in\\nthe basin of ' + zone.failureDomains.flood",
                "wet")
            .message());
    assertEquals(
        "not true: " + dry + "; use a zone where it is true", ask(dry, null, "wet").message());
    assertEquals(
        "not true: "
            + dry
            + " (its message cannot be told: zone.failureDomains.storm is not stated); use a zone where"
            + " it is true",
        ask(dry, "zone.failureDomains.storm", "wet").message());
  }

  @Test
  void requirementsAreMarkedAsTheAuthorsClaim() {
    assertEquals(List.of("claimed:11.3.a"), ask("true", null, "wet").requirements());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Enforced | zone.name != 'x' && 'Health' in workload.dataClasses",
        "Declared | zone.region == 'r'",
        "Assumed  | zone.failureDomains.flood == 'None'",
        "Attested | provider.ownership.holders.size() > 0",
        "Declared | provider.legalEntity.registeredOffice == 'FR'",
        "Attested | offerings.exists(o, o.name == 'iaas')",
        "Declared | offerings.exists(o, o.name == 'iaas') && provider.legalEntity.name != ''",
      })
  void theOriginIsThatOfTheWeakestFactThatIsRead(String origin, String expression) {
    assertEquals(origin, ask(expression, null, "wet").origin().name());
  }

  @Test
  void everyErrorIsToldWithItsPlaceAndTheNearestName() {
    assertEquals(
        """
        expression, line 1, column 5: there is no field nam in zone, did you mean name?
        expression, line 2, column 4: there is no variable zones, did you mean zone?
        expression, line 2, column 67: there is no field validUntl in offerings[].qualifications[], did you mean validUntil?
        message, line 1, column 5: expected type 'string' but found 'Zone.Location'""",
        errors(
            "zone.nam == 'a' &&\n   zones.size() == 1 && offerings.all(o, o.qualifications.all(q, q.validUntl > now))",
            "zone.location"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 +                     | line 1, column 4: mismatched input '<EOF>'",
        "zone.name               | line 1, column 5: expected type 'bool' but found 'string'",
        "zone.drill.name == 'd'  | line 1, column 5: there is no field drill in zone",
        "zone.state == 'Lost'    | line 1, column 5: there is no field state in zone",
        "zone.region == 1        | line 1, column 13: found no matching overload for '_==_'",
        "dyn(zone).foo == 'x'    | line 1, column 4: dyn hides the type of what it is given",
        "Zone{name: 'x'} == zone | line 1, column 5: a Zone cannot be made, only read",
        "[1].all(a, [1].all(b, [1].all(c, [1].all(d, true)))) | line 1, column 1: has more than 3 loops inside one another",
      })
  void refusals(String expression, String expected) {
    String errors = errors(expression, null);
    assertTrue(errors.startsWith("expression, " + expected), errors);
  }

  @Test
  void costIsBounded() {
    String ten = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]";
    Verdict verdict =
        ask(ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, true)))", null, "wet");
    assertEquals("Unknown ExpressionTooCostly", verdict.result() + " " + verdict.code());
    assertTrue(errors("true" + " ".repeat(Expressions.MAX_LENGTH), null).contains("longer than"));
    String nested = "(".repeat(900) + "true" + ")".repeat(900);
    assertTrue(errors(nested, null).contains("column"), errors(nested, null));
  }

  @Test
  void oneTextIsCompiledOnce() {
    assertSame(
        Expressions.compile("true", null, List.of()), Expressions.compile("true", null, List.of()));
  }

  @Test
  void whatItReadsIsDocumented() {
    List<String> paths = Variables.documented().stream().map(v -> v.path()).toList();
    assertTrue(
        paths.containsAll(
            List.of(
                "now",
                "offerings[].qualifications[].validUntil",
                "provider.ownership.holders[].capitalPercent",
                "workload.dataClasses",
                "workload.name",
                "zone.failureDomains",
                "zone.location.country")),
        paths.toString());
    // What changes without anybody stating anything is no ground for a rule.
    assertTrue(
        paths.stream().noneMatch(p -> p.matches("zone\\.(state|capacity|price).*|.*uid")),
        paths.toString());
  }

  /** What an expression reads decides for which zones and workloads its answer is asked anew. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "zone.failureDomains.flood == 'None'; Zone; true",
        "!('Health' in workload.dataClasses) || zone.region == 'r'; Zone; true",
        "provider.legalEntity.registeredOffice == 'FR'; Provider; true",
        "offerings.exists(o, o.name == 'iaas'); Offerings; true",
        "workload.layers.size() == 0; Anywhere; true",
        "workload.replicas > 2; Anywhere; false",
        "[workload].exists(w, w.replicas > 2); Anywhere; false",
        "workload.dataClasses.all(c, c == 'Health' && workload.replicas > 2); Anywhere; false",
        "now > timestamp('2026-01-01T00:00:00Z'); Anywhere; true"
      })
  void saysWhatItLooksAt(String expression, ZoneAspect aspect, boolean sameWithMoreReplicas) {
    ExpressionRule rule =
        assertInstanceOf(
                Expressions.Compiled.Rule.class, Expressions.compile(expression, null, List.of()))
            .rule();
    assertEquals(aspect, rule.aspect());
    Workload workload = ESTATE.workloads().get(0);
    assertEquals(rule.about(workload), rule.about(workload.withRules(List.of())));
    assertEquals(
        sameWithMoreReplicas,
        rule.about(workload).equals(rule.about(workload.withReplicas(workload.replicas() - 1))));
  }

  @Test
  void itsMessageCountsToo() {
    ExpressionRule rule =
        assertInstanceOf(
                Expressions.Compiled.Rule.class,
                Expressions.compile("provider.name == 'x'", "zone.name", List.of()))
            .rule();
    assertEquals(ZoneAspect.Zone, rule.aspect());
  }
}
