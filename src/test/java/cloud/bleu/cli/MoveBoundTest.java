package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What verbs say of a bound of the moves of all workloads: as the operator, which has it too. */
class MoveBoundTest {

  /** Two replicas that want to go home from south to north; so many moved at 11:40. */
  private static String input(int moved) {
    return PlanCommandTest.ESTATE
        + PlanCommandTest.workload("web", 2, "")
        + """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata:
          name: web
          namespace: shop
          annotations: {placement.bleu.cloud/recent-moves: "2026-11-24T11:40:00Z=%d"}
        spec:
          workloadRef: {name: web}
          assignments: [{zone: north, replicas: 0, home: 2}, {zone: south, replicas: 2, home: 0}]
          decision: {sequence: 1, digest: "sha256:%s"}
        """
            .formatted(moved, "0".repeat(64));
  }

  private static JsonNode planned(String input, String... more) throws Exception {
    String[] typed = new String[more.length + 5];
    System.arraycopy(new String[] {"plan", "-f", "-", "-o", "json"}, 0, typed, 0, 5);
    System.arraycopy(more, 0, typed, 5, more.length);
    return new ObjectMapper()
        .readTree(Typed.withInput(input, typed).out())
        .path("placements")
        .path(0);
  }

  /** What is typed, what the Deployment of the operator says, and moves of the last hour. */
  @ParameterizedTest
  @CsvSource({
    ",   ,   0, 2",
    "1,  ,   0, 1",
    " ,  1,  0, 1",
    "2,  1,  0, 2",
    "0,  9,  0, 0",
    ",   1,  1, 0",
  })
  void offlineItIsAsTheOperatorHasIt(String typed, String deployed, int moved, int home)
      throws Exception {
    String input =
        (deployed == null ? "" : WhatIfCommandTest.operator("--max-moves-per-hour=" + deployed))
            + input(moved);
    JsonNode placement =
        typed == null ? planned(input) : planned(input, "--max-moves-per-hour", typed);
    int there = placement.path("assignments").path("north").asInt();
    assertEquals(home, there, placement.toPrettyString());
  }

  /** As the operator, which does not start with it. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "9999999999"})
  void whatTheOperatorWouldNotTakeIsAnError(String deployed) {
    Typed typed =
        Typed.withInput(
            WhatIfCommandTest.operator("\"--max-moves-per-hour=" + deployed + "\"") + input(0),
            "plan",
            "-f",
            "-");
    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
    String said = typed.err().replaceAll("\\s+", " ");
    assertTrue(said.contains("--max-moves-per-hour is \"" + deployed + "\""), said);
    assertTrue(said.contains("a number from 0 to 2147483647"), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "explain shop/web -f -           | replicas wait to move for a better state until 2026-11-24T12:40:00Z at least",
        "explain shop/web -f - --lang fr | au moins jusqu'à 2026-11-24T12:40:00Z",
        "explain shop/web -f - -o json   | MovesWait",
      })
  void whoWaitsIsTold(String typed, String told) {
    String said =
        Typed.withInput(input(1), (typed + " --max-moves-per-hour 1").split(" "))
            .out()
            .replaceAll("\\s+", " ");
    assertTrue(said.contains(told), said);
  }

  @Test
  void aNumberBelowNoneIsRefused() {
    for (String verb : new String[] {"plan -f -", "explain web -f -", "run"}) {
      Typed typed = Typed.withInput(input(0), (verb + " --max-moves-per-hour=-1").split(" "));
      assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.err());
      assertTrue(
          typed.err().contains("--max-moves-per-hour -1: give a number of at least 1, or 0"),
          typed.err());
    }
  }
}
