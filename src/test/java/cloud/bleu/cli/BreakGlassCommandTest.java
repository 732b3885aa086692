package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a break-glass offline, and of a line that opens none. */
class BreakGlassCommandTest {

  /** An hour before the clock of typed lines. */
  private static final String GLASS =
      "by=alice; zone=south; from=2026-11-24T11:00:00Z; until=2026-11-25T11:00:00Z; reason=all is"
          + " lost";

  private static String manifests(String glass) {
    return PlanCommandTest.ESTATE
        + """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: italy}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules: [{name: where, rule: data-location, action: Enforce, parameters: {countries: [IT]}}]
        ---
        """
        + PlanCommandTest.workload("web", 2, "")
            .replace(
                "namespace: shop}",
                "namespace: shop, annotations: {placement.bleu.cloud/break-glass: '"
                    + glass
                    + "'}}");
  }

  @Test
  void planHonoursItAndSaysThatNobodyCheckedWhoWroteIt() {
    Typed typed = Typed.withInput(manifests(GLASS), "plan", "-f", "-");
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertTrue(typed.out().contains("south=2"), typed.out());
    assertTrue(
        typed
            .err()
            .contains(
                "note: BleuWorkload shop/web has the annotation placement.bleu.cloud/break-glass,"
                    + " and nobody checked here who wrote it; admission does in a cluster"),
        typed.err());
  }

  @Test
  void planRefusesOneThatCannotBeRead() {
    Typed typed = Typed.withInput(manifests("zone=south"), "plan", "-f", "-");
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertTrue(
        typed.err().contains("metadata.annotations[placement.bleu.cloud/break-glass]"),
        typed.err());
    assertTrue(typed.err().contains("by=NAME; zone=ZONE; from=INSTANT"), typed.err());
  }

  @Test
  void explainSaysWhatIsSetAsideAndWhoHasToSign() {
    Typed typed = Typed.withInput(manifests(GLASS), "explain", "shop/web", "-f", "-");
    String out = typed.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("Runs under a waiver of"), typed.out() + typed.err());
    assertTrue(
        out.contains("waiver placement.bleu.cloud/break-glass until 2026-11-25T11:00:00Z"),
        typed.out());
    assertTrue(
        out.contains(
            "Break-glass BreakGlassAwaitingSignature: one person, alice, set policies aside in zone"
                + " south until 2026-11-25T11:00:00Z; another person countersigns it before"
                + " 2026-11-25T11:00:00Z, with `bleu break-glass shop/web --countersign"
                + " --zone south`"),
        typed.out());
    String french =
        Typed.withInput(manifests(GLASS), "explain", "shop/web", "--lang", "fr", "-f", "-")
            .out()
            .replaceAll("\\s+", " ");
    assertTrue(
        french.contains(
            "Bris de glace BreakGlassAwaitingSignature : Une personne, alice, a écarté les"
                + " politiques dans la zone south"),
        french);
    Typed json = Typed.withInput(manifests(GLASS), "explain", "shop/web", "-o", "json", "-f", "-");
    assertTrue(json.out().contains("\"state\": \"AwaitingSignature\""), json.out());
  }

  /** Two people approve a waiver before anything runs; nobody approved this. */
  @Test
  void inReportsItIsAnOpenRiskWithAnEnd() {
    Typed typed = Typed.withInput(manifests(GLASS), "report", "--format", "oscal", "-f", "-");
    JsonNode risk = Reports.json(typed.out()).at("/assessment-results/results/0/risks/0");
    assertEquals("open", risk.path("status").asText(), typed.out());
    assertEquals("2026-11-25T11:00:00Z", risk.path("deadline").asText());
  }

  /** Nothing of it gets as far as a cluster. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web | give --zone, --until and --reason to open one, or --countersign and --zone, or --end",
        "web --countersign --end | give --zone, --until and --reason to open one, or --countersign and"
            + " --zone, or --end",
        "web --countersign --zone a --until 8h | give --zone, --until and --reason to open one, or"
            + " --countersign and --zone, or --end",
        "web --zone a --end | give --zone, --until and --reason to open one, or --countersign and --zone,"
            + " or --end",
      })
  void lineThatAsksForNothingOrForTwoThingsIsRefused(String line, String why) {
    Typed typed = Typed.withInput("", ("break-glass " + line).split(" "));
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertTrue(typed.err().replaceAll("\\s+", " ").contains(why), typed.err());
  }
}
