package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.translate.policy.ApprovedStatement;
import cloud.bleu.translate.policy.RuleStatement;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An approval is of the rule as the policy stated it then, and of no other statement. */
class ApprovedStatementTest {

  private static final String PLACE =
      "{name: place, rule: data-location, action: Enforce, parameters: {countries: [DE, ES]}}";

  private static final String WAIVER =
      """
      ---
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
      """;

  private static String policy(String rules, String facts) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: SovereigntyPolicy
    metadata: {name: abroad}
    spec:
      rules: [%s]
      waivable: [place]
      %s
    """
        .formatted(rules, facts);
  }

  private static @Nullable String digest(String rules, String facts) {
    RuleStatement statement = statement(rules, facts);
    return statement == null ? null : statement.digest();
  }

  private static @Nullable RuleStatement statement(String rules, String facts) {
    return RuleStatement.of(
        Serialization.unmarshal(policy(rules, facts), SovereigntyPolicy.class), "place");
  }

  /** Zones are in France and Germany; three of four replicas fit into Germany. */
  private static String input(String now, @Nullable String approved) {
    return PlanCommandTest.ESTATE.replace(
            "metadata: {name: shop}",
            "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
        + policy(now, "")
        + "---\n"
        + PlanCommandTest.workload("web", 4, "")
        + WAIVER
        + (approved == null ? "" : "  approvedStatement: \"" + approved + "\"\n");
  }

  private static JsonNode listed(String input) throws Exception {
    Typed typed = Typed.withInput(input, "waivers", "-f", "-", "-o", "json");
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    return new ObjectMapper().readTree(typed.out()).path("waivers").path(0);
  }

  @Test
  void aRuleThatBecameHarderIsNotSetAsideByAnOldApproval() throws Exception {
    String approved = digest(PLACE, "");
    JsonNode before = listed(input(PLACE, approved));
    assertEquals("InForce", before.path("state").asText());
    assertEquals("Same", before.path("statement").asText());
    assertEquals(ExitCode.OK, Typed.withInput(input(PLACE, approved), "plan", "-f", "-").code());

    String harder = input(PLACE.replace("DE, ES", "DE"), approved);
    JsonNode after = listed(harder);
    assertEquals("StatementChanged", after.path("state").asText());
    assertEquals("Changed", after.path("statement").asText());
    assertEquals(
        "policy abroad states rule place otherwise than when the waiver was approved; ask for a"
            + " new waiver, and have it approved with `bleu waivers approve`",
        after.path("message").asText());
    assertEquals(ExitCode.UNPLACED, Typed.withInput(harder, "plan", "-f", "-").code());
  }

  /** From before approvals named a statement, or written by hand. */
  @Test
  void anApprovalThatNamesNoStatementCountsAndIsShown() throws Exception {
    String input = input(PLACE.replace("DE, ES", "DE"), null);
    JsonNode one = listed(input);
    assertEquals("InForce", one.path("state").asText());
    assertEquals("Unnamed", one.path("statement").asText());
    String wide = Typed.withInput(input, "waivers", "-f", "-", "-o", "wide").out();
    assertTrue(wide.contains("STATEMENT") && wide.contains("Unnamed"), wide);
  }

  /** As records and properties name it: of what is set aside, and of nothing else. */
  @ParameterizedTest
  @EnumSource(ApprovedStatement.class)
  void exportsNameTheStatementOfWhatIsSetAside(ApprovedStatement stands) {
    String input = standing(stands);
    String expected =
        switch (stands) {
          case Same, Unnamed -> stands.name();
          // Nothing is set aside: neither replicas nor an answer are there for it.
          case Changed, NotApproved, NotCompared -> "";
        };
    List<String> records =
        Reports.csv(Reports.text(input, "-o", "csv", "-f", "-")).stream()
            .filter(r -> r.get("statement").equals("place") && r.get("zone").equals("north"))
            .map(r -> r.get("state") + " " + r.get("waivedStatement"))
            .distinct()
            .toList();
    assertEquals(List.of(expected.isEmpty() ? "Reject " : "Waived " + expected), records);
    JsonNode result =
        Reports.json(Reports.text(input, "-o", "oscal", "-f", "-"))
            .at("/assessment-results/results/0");
    TreeSet<String> props = new TreeSet<>();
    for (JsonNode observation : result.path("observations")) {
      props.addAll(Reports.props(observation, "waived-statement"));
    }
    assertEquals(expected.isEmpty() ? Set.of() : Set.of(expected), props);
  }

  /** The cell of the state says it in words, in both languages, beside why a waiver stands so. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Same        | en | InForce (approved as the policy states the rule)
          Same        | fr | InForce (approuvée pour la règle telle que la politique l'énonce)
          Unnamed     | en | InForce (the approval names no statement)
          Unnamed     | fr | InForce (l'approbation ne nomme pas d'énoncé)
          Changed     | en | StatementChanged
          Changed     | fr | StatementChanged
          NotApproved | en | AwaitingApproval
          NotApproved | fr | AwaitingApproval
          NotCompared | en | Expired
          NotCompared | fr | Expired
          """)
  void thePageSaysItInWords(ApprovedStatement stands, String language, String says) {
    String input = standing(stands);
    JsonNode waiver =
        Reports.json(Reports.text(input, "-o", "json", "--lang", language, "-f", "-"))
            .at("/waivers/0");
    assertEquals(stands.name(), waiver.path("statement").asText());
    String state =
        Jsoup.parse(Reports.text(input, "-o", "html", "--lang", language, "-f", "-"))
            .select("section[aria-labelledby=waivers] tbody td")
            .last()
            .text();
    boolean counts = stands == ApprovedStatement.Same || stands == ApprovedStatement.Unnamed;
    String message = waiver.path("message").asText();
    assertFalse(message.isEmpty(), waiver.toString());
    assertEquals(counts ? says.replace(" (", ": " + message + " (") : says + ": " + message, state);
  }

  /** An input whose waiver stands so. */
  private static String standing(ApprovedStatement stands) {
    String input = input(PLACE.replace("DE, ES", "DE"), digest(PLACE.replace("DE, ES", "DE"), ""));
    return switch (stands) {
      case Same -> input;
      case Unnamed -> input(PLACE.replace("DE, ES", "DE"), null);
      case Changed -> input(PLACE.replace("DE, ES", "DE"), digest(PLACE, ""));
      case NotApproved ->
          input(PLACE.replace("DE, ES", "DE"), null).replace("  approvedBy: bob\n", "");
      case NotCompared -> input.replace("2026-12-31T00", "2026-11-02T00");
    };
  }

  /** What is over stays over, and is not said to have been stated otherwise. */
  @Test
  void whatIsOverIsExpired() throws Exception {
    String input =
        input(PLACE.replace("DE, ES", "DE"), digest(PLACE, ""))
            .replace("2026-12-31T00", "2026-11-02T00");
    assertEquals("Expired", listed(input).path("state").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          same    | [DE, ES]         | [ES, DE]
          same    | [DE, ES]         | [DE, ES, DE]
          same    | action: Enforce  | action: Audit
          same    | action: Enforce  | action: Enforce, onViolation: Report
          changed | [DE, ES]         | [DE]
          changed | [DE, ES]         | [DE, ES, IT]
          changed | name: place, rule: data-location | name: place, rule: provider-location
          """)
  void whatIsSaidOtherwiseIsTheSame(String expected, String text, String other) {
    String before = digest(PLACE, "");
    String after = digest(PLACE.replace(text, other), "");
    assertNotNull(before);
    assertTrue(before.matches("sha256:[0-9a-f]{64}"), before);
    assertEquals(expected.equals("same"), before.equals(after), other);
  }

  /** A rule that takes numbers of spec.facts, with the default of one of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          same    | maxAgeDays: 90                  | maxAgeDays: 90, graceDays: 0
          changed | maxAgeDays: 90                  | maxAgeDays: 80
          changed | maxAgeDays: 90                  | maxAgeDays: 90, graceDays: 9
          """)
  void factsArePartOfTheStatement(String expected, String facts, String others) {
    String rule = "{name: place, rule: fact-freshness, action: Enforce}";
    String before = digest(rule, "facts: {" + facts + "}");
    assertNotNull(before);
    assertEquals(
        expected.equals("same"), before.equals(digest(rule, "facts: {" + others + "}")), others);
  }

  @Test
  void anExpressionIsItsText() {
    String rule = "{name: place, action: Enforce, expression: \"zone.name == 'north'\"%s}";
    String before = digest(rule.formatted(""), "");
    assertNotNull(before);
    assertEquals(before, digest(rule.formatted(", message: \"'elsewhere'\""), ""));
    assertTrue(!before.equals(digest(rule.replace("north", "south").formatted(""), "")));
  }

  /** What a person reads before it is approved is what the digest is of. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {name: place, rule: data-location, action: Enforce, parameters: {countries: [ES, DE, ES]}} | | data-location, countries DE, ES
          {name: place, rule: fact-freshness, action: Enforce}                                       | facts: {maxAgeDays: 90, graceDays: 0} | fact-freshness, maxAgeDays 90
          {name: place, rule: fact-freshness, action: Enforce, parameters: {maxAgeDays: 90, graceDays: 9}} | | fact-freshness, graceDays 9, maxAgeDays 90
          {name: place, rule: zone-health, action: Enforce}                                          | | zone-health, no parameters
          {name: place, action: Enforce, expression: zone.name == 'north'}                           | | the expression zone.name == 'north'
          """)
  void isReadAsItIsDigested(String rule, @Nullable String facts, String asks) {
    RuleStatement statement = statement(rule, facts == null ? "" : facts);
    assertNotNull(statement);
    assertEquals(asks, statement.asks());
  }

  @Test
  void aRuleThatIsNotStatedHasNone() {
    assertNull(digest(PLACE.replace("name: place", "name: other"), ""));
    assertNull(digest(PLACE.replace("DE, ES", "Nowhere"), ""));
  }
}
