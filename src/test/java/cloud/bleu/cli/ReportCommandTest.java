package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bleu report} writes, offline. */
class ReportCommandTest {

  private static final String GOVERNED =
      PlanCommandTest.ESTATE.replace(
          "metadata: {name: shop}",
          "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}");

  private static String policy(String countries) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: SovereigntyPolicy
    metadata: {name: abroad}
    spec:
      rules: [{name: place, rule: data-location, action: Enforce, parameters: {countries: [%s]}}]
      waivable: [place]
    ---
    """
        .formatted(countries);
  }

  private static final String RUNS_IN_THE_NORTH =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec: {workloadRef: {name: web}, assignments: [{zone: north, replicas: 2}]}
      ---
      """;

  private static final String WAIVER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyWaiver
      metadata: {name: late, namespace: shop}
      spec:
        policyRef: abroad
        rule: place
        workloadRef: {name: web}
        reason: the move is late
        notBefore: 2026-11-01T00:00:00Z
        expirationTime: 2026-12-31T00:00:00Z
        requestedBy: anne
        approvedBy: bob
      ---
      """;

  /** The north is in France, the south in Germany; it runs in the north, and Germany is asked. */
  static final String BREACH =
      GOVERNED + policy("DE") + PlanCommandTest.workload("web", 2, "") + RUNS_IN_THE_NORTH;

  static final String WAIVED = BREACH + WAIVER;

  static final String NOWHERE = GOVERNED + policy("IT") + PlanCommandTest.workload("web", 2, "");

  /** Somebody types that he saw where the zones are, and the images come from a list. */
  static final String TYPED =
      (GOVERNED + policy("FR") + PlanCommandTest.workload("web", 2, "") + RUNS_IN_THE_NORTH)
          .replace(
              "{country: FR}",
              "{country: FR, provenance: {basis: Observation, source: seen, asOf: 2026-11-01}}")
          .replace(
              "rules: [",
              "rules: [{name: images, rule: registry-allowed, action: Audit, parameters: {allow:"
                  + " [registry.example]}}, {name: zones, rule: zones, action: Audit}, ");

  static final String CLAIM =
      GOVERNED
          + PlanCommandTest.workload("web", 2, "")
          + """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: own}
          spec:
            rules:
            - {name: small, action: Enforce, expression: "workload.name != 'x'", requirements: ["11.3.a"]}
          ---
          """;

  /** A message of the customer's that means something to Markdown and to spreadsheets. */
  static final String MARKUP =
      GOVERNED
          + PlanCommandTest.workload("web", 2, "")
          + """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: own}
          spec:
            rules:
            - {name: small, action: Enforce, expression: "zone.name == 'south'", message: "'=HYPERLINK(\\"x\\") <b>*no*</b>, really'"}
          ---
          """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          report -f examples/hospital                               | Missing required option: '--output=FORMAT'
          report --format xml -f examples/hospital                  | "xml" is not known; accepted: oscal, csv, html, json, oscal-catalog
          report --format csv -f nowhere                            | nowhere: no such file or directory
          report --format csv -f examples/hospital -n a -A          | -n and -A exclude each other
          report --format csv -f examples/hospital -n sant          | no BleuWorkload is in the namespace "sant"; did you mean sante?
          report --format oscal-catalog -f examples/hospital        | oscal-catalog is the same for everybody
          report --format oscal-catalog --redact                    | oscal-catalog is the same for everybody
          """)
  void misuseSaysWhatToDo(String arguments, String message) {
    Typed typed = Typed.bleu(arguments.split(" "));
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains(message), typed.err());
  }

  @Test
  void aBreachIsNotSatisfiedAndARisk() {
    JsonNode result = result(outside(BREACH));
    JsonNode status = finding(result, "snc-19.2.b_obj.data-location");
    assertEquals("not-satisfied", status.path("state").asText());
    assertEquals("fail", status.path("reason").asText());
    assertEquals(1, result.path("risks").size());
    assertEquals("open", result.path("risks").path(0).path("status").asText());
  }

  /** The text accepts the whole Union: that Germany alone is asked is the policy's. */
  @Test
  void aBreachOfMoreThanTheTextAsksIsNoFinding() {
    JsonNode result = result(BREACH);
    assertTrue(result.path("findings").isMissingNode(), result.path("findings").toString());
    assertEquals(1, result.path("risks").size());
  }

  /** The same in a zone outside of the Union. */
  private static String outside(String input) {
    return input.replace("{country: FR}", "{country: US}");
  }

  /** Neither what somebody types nor what is only audited is the operator's word. */
  @Test
  void whatIsTypedOrAuditedSatisfiesNothing() {
    JsonNode result = result(TYPED);
    List<String> states = new ArrayList<>();
    result.path("findings").forEach(f -> states.add(f.at("/target/status/state").asText()));
    // Of which registry the image is serves no identifier, so it is no finding.
    assertEquals(List.of(), states);
    TreeSet<String> origins = new TreeSet<>();
    result
        .path("observations")
        .forEach(o -> origins.add(Reports.prop(o, "rule") + " " + Reports.prop(o, "origin")));
    assertTrue(origins.contains("data-location Declared"), origins.toString());
    assertTrue(origins.contains("zones Declared"), origins.toString());
    assertFalse(origins.stream().anyMatch(o -> o.endsWith("Enforced")), origins.toString());
  }

  @Test
  void aWaiverSatisfiesNothing() {
    JsonNode result = result(outside(WAIVED));
    JsonNode status = finding(result, "snc-19.2.b_obj.data-location");
    assertEquals("not-satisfied", status.path("state").asText());
    assertEquals("other", status.path("reason").asText());
    JsonNode risk = result.path("risks").path(0);
    assertEquals("deviation-approved", risk.path("status").asText());
    assertEquals("2026-12-31T00:00:00Z", risk.path("deadline").asText());
  }

  /** The same breach keeps its UUID from report to report, so that tools can follow it. */
  @Test
  void aRiskIsTheSameInTheNextReport() {
    String today = result(BREACH).path("risks").path(0).path("uuid").asText();
    String later =
        Reports.json(Reports.text(BREACH, "--format", "oscal", "-f", "-", "--at", "2026-12-24"))
            .path("assessment-results")
            .path("results")
            .path(0)
            .path("risks")
            .path(0)
            .path("uuid")
            .asText();
    assertEquals(today, later);
  }

  @Test
  void whatRunsNowhereHasNoFinding() {
    JsonNode result = result(NOWHERE);
    assertEquals(0, result.path("findings").size());
    assertEquals("NoZoneAllowed", Reports.prop(result.path("observations").path(0), "code"));
    List<Map<String, String>> records = csv(NOWHERE);
    // One rule that serves one identifier, in two zones.
    assertEquals(
        List.of("None", "Refused", "Refused"), records.stream().map(r -> r.get("use")).toList());
  }

  @Test
  void aClaimOfTheCustomerIsNoFinding() {
    JsonNode result = result(CLAIM);
    assertEquals(0, result.path("findings").size());
    assertEquals(
        "11.3.a", Reports.prop(result.path("observations").path(0), "claimed-requirement"));
    assertTrue(result.path("remarks").asText().startsWith("checked 0 of 278 identifiers"));
    Map<String, String> record = csv(CLAIM).get(0);
    assertEquals("11.3.a", record.get("requirement"));
    assertEquals("Claimed", record.get("standing"));
  }

  @Test
  void whatPeopleWriteIsNoMarkupAndNoFormula() {
    Map<String, String> record =
        csv(MARKUP).stream().filter(r -> r.get("zone").equals("north")).findFirst().orElseThrow();
    assertEquals(
        "'=HYPERLINK(\"x\") <b>*no*</b>, really; use a zone where it is true",
        record.get("message"));
    String running = MARKUP + RUNS_IN_THE_NORTH;
    JsonNode observation = result(running).path("observations").path(0);
    assertTrue(
        observation.path("description").asText().contains("\\<b\\>\\*no\\*\\</b\\>"),
        observation::toPrettyString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hospital", "ministry", "migration"})
  void everyRecordOfTheTableIsWhole(String example) {
    String text = Reports.ofExample("csv", example);
    assertTrue(text.endsWith("\r\n"));
    assertEquals(
        "at,namespace,workload,zone,use,requirement,standing,state,origin,policy,statement,rule,action,code,fact,basis,source,asOf,waivedUntil,message,closing,cluster,breakGlassBy,countersignedBy,due,waivedStatement\r\n",
        text.substring(0, text.indexOf('\n') + 1));
    List<Map<String, String>> records = Reports.csv(text);
    TreeSet<String> answered = new TreeSet<>();
    TreeSet<String> unknown = new TreeSet<>();
    for (Map<String, String> record : records) {
      assertEquals(26, record.size());
      assertEquals("2026-11-23T23:00:00Z", record.get("at"));
      if (!Set.of("Claimed", "").contains(record.get("standing"))
          && Set.of("Pass", "Reject", "Unknown", "Waived").contains(record.get("state"))) {
        (record.get("state").equals("Unknown") ? unknown : answered).add(record.get("requirement"));
      }
    }
    unknown.removeAll(answered);
    for (TreeSet<String> ids : List.of(answered, unknown)) {
      ids.removeAll(List.of("3.2", "3.3.2", "4", "annex 2 c"));
    }
    assertFalse(unknown.isEmpty());
    String closing = records.get(0).get("closing");
    assertTrue(
        closing.startsWith(
            "checked %s of 278 identifiers; %s unknown; "
                .formatted(answered.size(), unknown.size())),
        closing);
    assertEquals(
        Set.of(closing), new HashSet<>(records.stream().map(r -> r.get("closing")).toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oscal", "csv"})
  void theSameInputIsTheSameReport(String format) {
    String once = Reports.ofExample(format, "ministry");
    assertEquals(once, Reports.ofExample(format, "ministry"));
    assertNotEquals(once, Reports.text("", "--format", format, "-f", "examples/ministry"));
    assertEquals(
        Reports.text("", "--format", "oscal-catalog", "--at", Reports.DAY),
        Reports.text("", "--format", "oscal-catalog", "--at", Reports.DAY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oscal", "csv"})
  void redactedItNamesNoWorkloadAndNoPerson(String format) {
    String text = Reports.ofExample(format, "hospital", "--redact");
    for (String name :
        List.of(
            "sante", "communication", "dossier", "codage", "site-public", "incyber", "registry.")) {
      assertFalse(text.contains(name), name);
    }
    assertTrue(text.contains("workload-1"));
    assertTrue(text.contains("ownership-thresholds"));
    for (String input : List.of(WAIVED, MARKUP, CLAIM)) {
      String small = Reports.text(input, "--format", format, "-f", "-", "--redact");
      for (String name : List.of("web", "shop", "anne", "bob", "late", "HYPERLINK")) {
        assertFalse(Pattern.compile("\\b" + name + "\\b").matcher(small).find(), name);
      }
    }
  }

  /** A name that can be guessed must not be found by hashing guesses. */
  @Test
  void redactedUuidsAreNotThoseOfTheNames() {
    Set<String> named = uuids(Reports.ofExample("oscal", "hospital"));
    Set<String> redacted = uuids(Reports.ofExample("oscal", "hospital", "--redact"));
    redacted.retainAll(named);
    // The tool, its platform, the two resources and the zones.
    Set<String> zones = new HashSet<>();
    for (JsonNode component :
        Reports.json(Reports.ofExample("oscal", "hospital"))
            .findPath("local-definitions")
            .path("components")) {
      if (component.path("type").asText().equals("service")) {
        zones.add(component.path("uuid").asText());
      }
    }
    redacted.removeAll(zones);
    assertEquals(4, redacted.size(), redacted.toString());
  }

  @Test
  void nothingSaysCompliant() {
    Pattern claim =
        Pattern.compile(
            "(?i)\\b(is|are|as|fully) (compliant|certified|qualified)\\b|compliant with|conform");
    Stream.of("oscal", "csv")
        .map(f -> Reports.ofExample(f, "hospital", "--redact"))
        .forEach(text -> assertFalse(claim.matcher(text).find()));
    assertFalse(claim.matcher(Typed.bleu("report", "--help").out()).find());
  }

  private static JsonNode result(String input) {
    return Reports.json(Reports.text(input, "--format", "oscal", "-f", "-"))
        .path("assessment-results")
        .path("results")
        .path(0);
  }

  private static List<Map<String, String>> csv(String input) {
    return Reports.csv(Reports.text(input, "--format", "csv", "-f", "-"));
  }

  private static JsonNode finding(JsonNode result, String objective) {
    for (JsonNode finding : result.path("findings")) {
      if (finding.path("target").path("target-id").asText().equals(objective)) {
        return finding.path("target").path("status");
      }
    }
    throw new AssertionError("no finding on " + objective + ": " + result.path("findings"));
  }

  private static Set<String> uuids(String text) {
    Set<String> uuids = new HashSet<>();
    Reports.json(text).findValues("uuid").forEach(u -> uuids.add(u.asText()));
    return uuids;
  }
}
