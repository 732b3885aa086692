package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rule that nobody wrote says which field asks for it, wherever it is named. */
class ImpliedRuleTest {

  /** The facts are of no day, and only the policy's facts ask for one. */
  private static final String IMPLIED =
      ReportCommandTest.BREACH
          .replace("countries: [DE]", "countries: [DE, FR]")
          .replace("name: abroad}\nspec:\n", "name: abroad}\nspec:\n  facts: {maxAgeDays: 100}\n");

  /** The same, written as a rule. */
  private static final String WRITTEN =
      IMPLIED.replace(
          "rules: [", "rules: [{name: fact-freshness, rule: fact-freshness, action: Enforce}, ");

  private static final String SAID = "(rule implied by spec.facts of abroad)";

  @Test
  void itsMessageSaysSo() {
    List<Map<String, String>> failing = freshness(IMPLIED);
    assertFalse(failing.isEmpty());
    failing.forEach(
        r ->
            assertTrue(
                r.get("message").matches(".* \\(rule implied by spec\\.facts of abroad\\); .+"),
                r.get("message")));
    freshness(WRITTEN).forEach(r -> assertFalse(r.get("message").contains("implied"), r::toString));
  }

  @Test
  void oscalHasItAsAPropertyAndInWhatWasAsked() {
    String text = Reports.text(IMPLIED, "-o", "oscal", "-f", "-");
    assertEquals(List.of(), OscalDocumentsTest.problems(text));
    JsonNode results = Reports.json(text).path("assessment-results");
    int found = 0;
    for (JsonNode observation : results.at("/results/0/observations")) {
      boolean implied = Reports.prop(observation, "statement").equals("fact-freshness");
      assertEquals(implied ? "spec.facts" : "", Reports.prop(observation, "implied-by"));
      found += implied ? 1 : 0;
    }
    assertTrue(found > 0);
    String asked =
        new String(
            Base64.getDecoder()
                .decode(results.at("/back-matter/resources/0/base64/value").asText()),
            StandardCharsets.UTF_8);
    assertTrue(
        asked.contains("abroad/fact-freshness fact-freshness Enforce implied by spec.facts\n"),
        asked);
    assertTrue(asked.contains("abroad/place data-location Enforce\n"), asked);
  }

  @Test
  void explainAndTheRefusalOfANewWorkloadSayIt() {
    String explained =
        Typed.withInput(IMPLIED, "explain", "shop/web", "-f", "-").out().replaceAll("\\s+", " ");
    assertTrue(explained.contains(SAID), explained);
    String fresh =
        IMPLIED.replaceFirst("(?s)apiVersion: \\S+\nkind: WorkloadPlacement.*?---\n", "");
    String refused = Typed.withInput(fresh, "plan", "-f", "-").out().replaceAll("\\s+", " ");
    assertTrue(refused.contains("by fact-freshness of abroad (implied by spec.facts)"), refused);
    String french =
        Typed.withInput(fresh, "explain", "shop/web", "-f", "-", "--lang", "fr")
            .out()
            .replaceAll("\\s+", " ");
    assertTrue(french.contains("(règle découlant de spec.facts de abroad)"), french);
  }

  private static List<Map<String, String>> freshness(String input) {
    return Reports.csv(Reports.text(input, "-o", "csv", "-f", "-")).stream()
        .filter(r -> r.get("statement").equals("fact-freshness"))
        .toList();
  }
}
