package cloud.bleu.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.cli.PlanCommandTest;
import cloud.bleu.cli.Typed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has a workload leave a zone that it has replicas in, and what only keeps out new ones. */
class LeavingAdviceTest {

  private static final String ZONES =
      PlanCommandTest.ESTATE.replace(
          "{name: shop}", "{name: shop, labels: {placement.bleu.cloud/governed: Enforce}}");

  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: leave}
      spec:
        appliesTo: {}
        rules:
        - {name: leave, rule: zones, action: Enforce, parameters: {deny: [north]}, onViolation: %s}
      ---
      """;

  private static final String STANDS =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec:
        workloadRef: {name: web}
        assignments: [{zone: north, replicas: 2}]
        decision: {sequence: 1, digest: "sha256:%s"}
      """
          .formatted("0".repeat(64));

  /** The advice of PolicyExcludesCluster and PodsExcludeZones. */
  @ParameterizedTest
  @CsvSource({"residency, 2, 0", "Report, 2, 0", "MoveNow, 0, 2"})
  void onlyAPolicyThatMovesHasReplicasLeaveAZone(String means, int north, int south)
      throws Exception {
    boolean residency = means.equals("residency");
    String input =
        ZONES
            + (residency ? "" : POLICY.formatted(means))
            + PlanCommandTest.workload(
                "web", 2, residency ? "residency: {zones: {deny: [north]}}" : "")
            + STANDS;
    JsonNode assignments =
        new ObjectMapper()
            .readTree(Typed.withInput(input, "plan", "-f", "-", "-o", "json").out())
            .path("placements")
            .path(0)
            .path("assignments");
    assertEquals(north, assignments.path("north").asInt(), assignments.toString());
    assertEquals(south, assignments.path("south").asInt(), assignments.toString());
  }
}
