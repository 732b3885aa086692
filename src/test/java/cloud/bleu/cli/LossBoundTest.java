package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What verbs say of a bound of the losses that are taken by observation: as the operator does. */
class LossBoundTest {

  private static String node(String zone, String ready) {
    return """
        apiVersion: v1
        kind: Node
        metadata: {name: %1$s-1, labels: {zone: %1$s}}
        status:
          allocatable: {cpu: 4, memory: 8Gi, pods: 110}
          conditions: [{type: Ready, status: "%2$s", lastTransitionTime: "2026-11-24T11:30:00Z"}]
        ---
        """
        .formatted(zone, ready);
  }

  /** Two replicas in north, whose node is silent for half an hour. */
  private static String input(String deployed) {
    return (deployed == null
            ? ""
            : WhatIfCommandTest.operator("\"--max-observed-losses=" + deployed + "\""))
        + PlanCommandTest.ESTATE
        + node("north", "Unknown")
        + node("south", "True")
        + PlanCommandTest.workload("web", 2, "")
        + """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: shop}
        spec:
          workloadRef: {name: web}
          assignments: [{zone: north, replicas: 2, home: 2}]
          decision: {sequence: 1, digest: "sha256:%s"}
        """
            .formatted("0".repeat(64));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "  | plan -f -                       | south=2",
        "1 | plan -f -                       | south=2",
        "0 | plan -f -                       | north=2",
        "0 | explain shop/web -f -           | TooManyLosses",
        "0 | explain shop/web -f -           | takes at most 0 losses of zones by observation in an hour",
        "0 | explain shop/web -f - --lang fr | 0 perte de zones par heure au plus",
        "0 | explain shop/web -f - -o json   | TooManyLosses",
        "0 | what-if -f - --lose north       | (--max-observed-losses)",
      })
  void offlineItIsAsTheOperatorHasIt(String deployed, String typed, String told) {
    String said = Typed.withInput(input(deployed), typed.split(" ")).out().replaceAll("\\s+", " ");
    assertTrue(said.contains(told), said);
  }

  /** As the operator, which does not start with it. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "101"})
  void whatTheOperatorWouldNotTakeIsAnError(String deployed) {
    Typed typed = Typed.withInput(input(deployed), "plan", "-f", "-");
    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
    String said = typed.err().replaceAll("\\s+", " ");
    assertTrue(said.contains("--max-observed-losses is \"" + deployed + "\""), said);
    assertTrue(said.contains("a number from 0 to 100"), said);
  }

  @Test
  void aNumberOutOfBoundsIsRefused() {
    for (String most : new String[] {"-1", "101"}) {
      Typed typed = Typed.withInput("", "run", "--max-observed-losses=" + most);
      assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.err());
      assertTrue(
          typed.err().contains("--max-observed-losses " + most + ": give a number from 1 to 100"),
          typed.err());
    }
  }
}
