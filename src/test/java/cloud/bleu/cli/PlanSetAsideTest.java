package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What {@code bleu plan} says of what runs only because somebody set a rule aside. */
class PlanSetAsideTest {

  private static String plan(String input, String format) {
    Typed typed = Typed.withInput(input, "plan", "-f", "-", "--at", Reports.DAY, "-o", format);
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    return typed.out();
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void theTableNamesEachWaiverAndBreakGlass() {
    String waived = line(plan(ReportCommandTest.WAIVED, "table"));
    assertTrue(
        waived.contains(
            "1 runs under a waiver: shop/web CountryNotAccepted in north (waiver late until"
                + " 2026-12-31T00:00:00Z)"),
        waived);
    assertFalse(waived.contains("in breach"), waived);
    String unsigned = line(plan(BreakGlassReportTest.UNSIGNED, "table"));
    assertTrue(
        unsigned.contains(
            "1 runs in breach under a break-glass that nobody countersigned: shop/web"
                + " CountryNotAccepted in north (break-glass of anne, not countersigned, due before"
                + " 2026-11-24T12:00:00Z)"),
        unsigned);
    String signed = line(plan(BreakGlassReportTest.SIGNED, "table"));
    assertTrue(
        signed.contains(
            "1 runs under a countersigned break-glass: shop/web CountryNotAccepted in north"
                + " (break-glass of anne, countersigned by bob, until 2026-11-25T12:00:00Z)"),
        signed);
  }

  @Test
  void programsGetThemApart() {
    JsonNode waived = Reports.json(plan(ReportCommandTest.WAIVED, "json")).at("/placements/0");
    assertEquals("late", waived.at("/waived/0/waiver").asText());
    assertEquals("CountryNotAccepted", waived.at("/waived/0/code").asText());
    assertEquals(0, waived.path("breakGlass").size());
    JsonNode broken = Reports.json(plan(BreakGlassReportTest.UNSIGNED, "json")).at("/placements/0");
    assertEquals(0, broken.path("waived").size());
    assertEquals("anne", broken.at("/breakGlass/0/by").asText());
    assertEquals("AwaitingSignature", broken.at("/breakGlass/0/state").asText());
    assertEquals("2026-11-24T12:00:00Z", broken.at("/breakGlass/0/due").asText());
  }

  @Test
  void sarifSuppressesWhatTwoPeopleDecided() {
    JsonNode waived = suppression(ReportCommandTest.WAIVED);
    assertEquals("external", waived.path("kind").asText());
    assertEquals("accepted", waived.path("status").asText());
    assertEquals("waiver late until 2026-12-31T00:00:00Z", waived.path("justification").asText());
    assertEquals("underReview", suppression(BreakGlassReportTest.UNSIGNED).path("status").asText());
    assertEquals("accepted", suppression(BreakGlassReportTest.SIGNED).path("status").asText());
  }

  private static JsonNode suppression(String input) {
    JsonNode result = Reports.json(plan(input, "sarif")).at("/runs/0/results/0");
    assertEquals("CountryNotAccepted", result.path("ruleId").asText());
    return result.at("/suppressions/0");
  }

  @Test
  void ciAndPullRequestsReadIt() {
    String junit = plan(ReportCommandTest.WAIVED, "junit");
    assertTrue(junit.contains("failures=\"0\""), junit);
    assertTrue(
        junit.substring(junit.indexOf("<system-out>")).contains("set aside by waiver late"), junit);
    String markdown = plan(ReportCommandTest.WAIVED, "markdown");
    assertTrue(markdown.contains("| SetAside | shop/web | CountryNotAccepted | north |"), markdown);
    assertTrue(markdown.contains("set aside by waiver late until"), markdown);
  }

  @Test
  void theHeadlineOfThePageCountsThem() {
    JsonNode page =
        Reports.json(
            Reports.text(ReportCommandTest.WAIVED, "-o", "json", "-f", "-", "--at", Reports.DAY));
    assertEquals("1 runs under a waiver.", page.at("/headline/besides").asText());
    JsonNode hospital = Reports.json(Reports.ofExample("json", "hospital"));
    assertEquals(
        hospital.at("/summary/warned").asInt() + " run with a warning.",
        hospital.at("/headline/besides").asText());
  }
}
