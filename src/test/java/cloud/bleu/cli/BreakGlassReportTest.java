package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A break-glass is no waiver: every report says who broke it, and whether somebody signed. */
class BreakGlassReportTest {

  private static final String OPENED =
      "by=anne; zone=north; from=2026-11-23T12:00:00Z; until=2026-11-25T12:00:00Z;"
          + " reason=the region is lost";

  /** It runs in the north, where its policy does not let it; anne broke the glass. */
  static final String UNSIGNED = glass("");

  static final String SIGNED =
      glass(", placement.bleu.cloud/break-glass-countersigned: 'by=bob; signs: " + OPENED + "'");

  private static String glass(String more) {
    return ReportCommandTest.BREACH.replace(
        "metadata: {name: web, namespace: shop}\nspec:\n  replicas",
        "metadata:\n"
            + "  name: web\n"
            + "  namespace: shop\n"
            + "  annotations: {placement.bleu.cloud/break-glass: '"
            + OPENED
            + "'"
            + more
            + "}\nspec:\n  replicas");
  }

  private static String report(String format, String input, String... more) {
    return Reports.text(
        input,
        Stream.concat(Stream.of("-o", format, "-f", "-", "--at", Reports.DAY), Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void thePageHasItAsABreachUntilSomebodyCountersigns() {
    JsonNode page = Reports.json(report("json", UNSIGNED));
    assertEquals("BreakGlass", page.at("/workloads/0/state").asText());
    assertEquals(
        "1 runs in breach under a break-glass that nobody countersigned.",
        page.at("/headline/breaches").asText());
    assertEquals(1, page.at("/summary/unsigned").asInt());
    assertEquals(0, page.at("/summary/waived").asInt());
    JsonNode glass = page.at("/breakGlasses/0");
    assertEquals("anne", glass.path("by").asText());
    assertEquals("AwaitingSignature", glass.path("state").asText());
    assertEquals("2026-11-24T12:00:00Z", glass.path("due").asText());
    String html = report("html", UNSIGNED);
    assertTrue(html.contains("in breach under a break-glass that nobody countersigned"), html);
    assertTrue(html.contains("anne") && html.contains("AwaitingSignature"), html);
    assertFalse(html.contains("None runs in breach"), html);
    assertFalse(html.contains("runs there under a waiver Country"), html);
    String french = report("html", UNSIGNED, "--lang", "fr");
    assertTrue(french.contains("sous un bris de glace que personne"), french);
  }

  @Test
  void theNextDateNamesTheBreakGlass() {
    JsonNode page = Reports.json(report("json", SIGNED));
    assertEquals(
        "The next date is 2026-11-25: the break-glass that sets rule place of abroad aside ends, and"
            + " the rule answers CountryNotAccepted from then on.",
        page.at("/headline/next").asText());
    assertEquals("BreakGlass", page.at("/dates/0/before").asText());
    assertFalse(page.at("/dates").toString().contains("Waived"), page.at("/dates").toString());
    String french = report("html", SIGNED, "--lang", "fr");
    assertTrue(french.contains("le bris de glace qui écarte la règle place de abroad"), french);
  }

  @Test
  void countersignedItIsNoBreachAndNoWaiver() {
    JsonNode page = Reports.json(report("json", SIGNED));
    assertEquals("BreakGlass", page.at("/workloads/0/state").asText());
    assertEquals(
        "None runs in breach of an enforced rule.", page.at("/headline/breaches").asText());
    assertEquals(1, page.at("/summary/breakGlass").asInt());
    assertEquals(0, page.at("/summary/unsigned").asInt());
    assertEquals("bob", page.at("/breakGlasses/0/countersignedBy").asText());
    assertEquals("2026-11-25T12:00:00Z", page.at("/breakGlasses/0/due").asText());
  }

  @Test
  void theTableSaysHowItStandsAndWhoSigned() {
    List<Map<String, String>> unsigned = broken(UNSIGNED);
    assertFalse(unsigned.isEmpty());
    unsigned.forEach(
        r -> {
          assertEquals("BreakGlassAwaitingSignature", r.get("state"));
          assertEquals("anne", r.get("breakGlassBy"));
          assertEquals("", r.get("countersignedBy"));
          assertEquals("2026-11-24T12:00:00Z", r.get("due"));
          assertEquals("", r.get("waivedUntil"));
        });
    broken(SIGNED)
        .forEach(
            r -> {
              assertEquals("BreakGlassCountersigned", r.get("state"));
              assertEquals("bob", r.get("countersignedBy"));
              assertEquals("2026-11-25T12:00:00Z", r.get("due"));
            });
  }

  private static List<Map<String, String>> broken(String input) {
    return Reports.csv(report("csv", input)).stream()
        .filter(r -> r.get("statement").equals("place") && r.get("use").equals("InUse"))
        .toList();
  }

  @Test
  void inOscalItIsAnOpenRiskOfThatPerson() {
    JsonNode result = Reports.json(report("oscal", UNSIGNED)).at("/assessment-results/results/0");
    JsonNode risk = result.at("/risks/0");
    assertEquals("open", risk.path("status").asText());
    assertEquals("2026-11-24T12:00:00Z", risk.path("deadline").asText());
    assertTrue(
        risk.path("statement").asText().contains("anne set it aside by a break-glass; nobody"),
        risk.toString());
    JsonNode observed =
        result.path("observations").findParents("props").stream()
            .filter(o -> Reports.prop(o, "statement").equals("place"))
            .findFirst()
            .orElseThrow();
    assertEquals("BreakGlassAwaitingSignature", Reports.prop(observed, "result"));
    assertEquals("BreakGlassAwaitingSignature", Reports.prop(observed, "break-glass"));
    assertEquals("anne", Reports.prop(observed, "break-glass-by"));
    assertEquals("2026-11-24T12:00:00Z", Reports.prop(observed, "break-glass-due"));
    assertEquals("", Reports.prop(observed, "waived-until"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oscal", "csv", "html", "json"})
  void redactedItNamesNobody(String format) {
    String text = report(format, SIGNED, "--redact");
    for (String name : List.of("anne", "bob", "the region is lost")) {
      assertFalse(Pattern.compile("\\b" + name + "\\b").matcher(text).find(), name);
    }
    assertTrue(text.contains("BreakGlass"), text);
  }
}
