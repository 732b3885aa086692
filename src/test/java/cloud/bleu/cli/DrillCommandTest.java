package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bleu drill} on manifests. */
class DrillCommandTest {

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: %1$s}
      spec:
        provider: acme
        offerings: [base]
        region: r
        site: site-%1$s
        failureDomains: {flood: %2$s}
        location: {country: FR}
        capacity: {cpu: 10, memory: 80Gi}
        target: {nodeSelector: {zone: %1$s}}
      ---
      """;

  private static final String DRILL =
      """
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: ResilienceDrill
      metadata: {name: %s}
      spec: %s
      """;

  private static String input(String resilience, String... drills) {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: CloudProvider
            metadata: {name: acme}
            spec:
              offerings: [{name: base, layers: [CaaS], regions: [r]}]
            ---
            """);
    text.append(ZONE.formatted("north", "seine")).append(ZONE.formatted("south", "None"));
    text.append(PlanCommandTest.workload("web", 4, "resilience: " + resilience));
    for (String drill : drills) {
      text.append(drill);
    }
    return text.toString();
  }

  private static final String SPREAD = "spread: [{over: Site, min: 2}]";
  private static final String HOLDS =
      "{" + SPREAD + ", tolerate: [{of: Site, keep: 2, recover: Reserved}]}";
  private static final String BREAKS =
      "{"
          + SPREAD
          + ", tolerate: [{of: Site, keep: 3, recover: Reserved, whenUnsatisfiable: PlaceAnyway}]}";

  @ParameterizedTest
  @CsvSource({"north", "zone/north", "site-north", "site/site-north", "flood/seine"})
  void aLossThatPromisesHoldForIsPassed(String loss) {
    Typed typed = Typed.withInput(input(HOLDS), "drill", "-f", "-", "--lose", loss);
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertTrue(typed.out().contains("Passed"), typed.out());
    assertTrue(
        typed.out().endsWith("Nothing was moved. How long the moves would take is not known.\n"),
        typed.out());
  }

  @Test
  void aPromiseThatBreaksIsNamedAndHasACodeOfItsOwn() throws Exception {
    Typed typed =
        Typed.withInput(input(BREAKS), "drill", "-f", "-", "--lose", "north", "-o", "json");
    assertEquals(ExitCode.DRILL_FAILED, typed.code(), typed.err());
    JsonNode drill = new ObjectMapper().readTree(typed.out()).path("drills").path(0);
    assertEquals("Failed", drill.path("verdict").asText());
    JsonNode web = drill.path("workloads").path(0);
    assertEquals("Breaches", web.path("outcome").asText());
    assertEquals("resilience.tolerate[Site].keep", web.path("term").asText());
    assertEquals(1, web.path("missing").asInt());
    assertEquals("SurvivalUnsatisfiable", web.path("code").asText());
    assertEquals(4, web.path("after").asInt(), "all of it finds a place, and too late");
  }

  /** As `plan` and `what-if` have it: does what is asked for a loss hold on a day to come? */
  @Test
  void aDayMayBeSupposed() throws Exception {
    Typed typed =
        Typed.withInput(
            input(HOLDS),
            "drill",
            "-f",
            "-",
            "--lose",
            "north",
            "--at",
            "2027-06-30",
            "-o",
            "json");
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    JsonNode drill = new ObjectMapper().readTree(typed.out()).path("drills").path(0);
    assertEquals("2027-06-29T22:00:00Z", drill.path("at").asText());
    for (String asked : new String[] {"drill --at 2027-06-30", "drill d --run --at 2027-06-30"}) {
      Typed refused = Typed.bleu(asked.split(" "));
      assertEquals(ExitCode.BAD_INPUT, refused.code(), asked);
      assertTrue(refused.err().contains("--at supposes a day"), refused.err());
    }
  }

  @Test
  void aZoneThatIsLostAlreadyIsNotTried() {
    String input =
        input(HOLDS)
            .replace(
                "  target: {nodeSelector: {zone: north}}",
                "  state: Lost\n  target: {nodeSelector: {zone: north}}");
    Typed typed = Typed.withInput(input, "drill", "-f", "-", "--lose", "site-north");
    assertEquals(ExitCode.DRILL_FAILED, typed.code(), typed.err());
    String out = typed.out().replaceAll("\\s+", " ");
    assertTrue(out.contains("site/site-north site site-north Aborted"), out);
    assertTrue(out.contains("nothing was tried"), out);
  }

  /** Each loss is a drill of its own, where what-if has them all at once. */
  @Test
  void eachLossIsADrill() throws Exception {
    Typed typed =
        Typed.withInput(
            input(HOLDS), "drill", "-f", "-", "--lose", "north", "--lose", "south", "-o", "json");
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertEquals(2, new ObjectMapper().readTree(typed.out()).path("drills").size());
  }

  @Test
  void theDrillsOfTheManifestsAreRun() throws Exception {
    String input =
        input(
            BREAKS,
            DRILL.formatted("b-river", "{scope: {hazard: {kind: flood, value: seine}}}"),
            DRILL.formatted("a-north", "{scope: {zone: north}, schedule: \"@monthly\"}"));
    Typed all = Typed.withInput(input, "drill", "-f", "-", "-o", "name");
    assertEquals("a-north\nb-river\n", all.out());
    Typed one = Typed.withInput(input, "drill", "b-river", "-f", "-", "-o", "json");
    assertEquals(one, Typed.withInput(input, "drill", "drill/b-river", "-f", "-", "-o", "json"));
    // The river takes one site: what is asked for a site holds for it.
    assertEquals(ExitCode.DRILL_FAILED, one.code(), one.err());
    assertEquals(
        "hazard flood seine",
        new ObjectMapper().readTree(one.out()).path("drills").path(0).path("scope").asText());
  }

  @Test
  void aDrillThatCannotRunIsRefusedWithItsLine() {
    Typed typed =
        Typed.withInput(
            input(HOLDS, DRILL.formatted("wrong", "{scope: {site: site-nort}}")),
            "plan",
            "-f",
            "-");
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertTrue(
        typed.err().contains("there is no site \"site-nort\" (did you mean site-north?)"),
        typed.err());
  }

  @Test
  void aDrillChangesNoPlan() {
    String without = Typed.withInput(input(HOLDS), "plan", "-f", "-").out();
    String with =
        Typed.withInput(
                input(HOLDS, DRILL.formatted("north", "{scope: {zone: north}}")), "plan", "-f", "-")
            .out();
    assertFalse(without.isEmpty());
    assertEquals(without, with);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -f - --lose nort     | no zone, site, region or provider is called "nort" (did you mean north?)
          -f -                 | no ResilienceDrill; write one, or say what is lost with --lose
          -f - monthly         | there is no ResilienceDrill "monthly" in -
          -f - north/status    | "north/status" is no ResilienceDrill by its name; give the name alone
          -f - web --lose a    | NAME and --lose exclude each other
          -f - web --run       | --run takes the names of ResilienceDrills of a cluster
          --run                | --run takes the names of ResilienceDrills of a cluster
          """)
  void misuseSaysWhatToDo(String typed, String message) {
    Typed refused = Typed.withInput(input(HOLDS), ("drill " + typed).split(" "));
    assertEquals(ExitCode.BAD_INPUT, refused.code(), refused.out());
    assertEquals("", refused.out());
    assertTrue(refused.err().contains(message), refused.err());
  }
}
