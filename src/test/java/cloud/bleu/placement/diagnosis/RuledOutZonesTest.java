package cloud.bleu.placement.diagnosis;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is said of zones with room that rules exclude, where nothing else takes the replicas. */
class RuledOutZonesTest {

  private static String said(EstateBuilder estate) {
    Decision a = Estates.of(Planner.plan(estate.build()), "a");
    Decision.Reason reason = Objects.requireNonNull(a.reason());
    return reason.code() + ": " + reason.message();
  }

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas).only("z1", "z2");
  }

  private static EstateBuilder three() {
    return estate().zones(9, "z1", "z2", "z3");
  }

  @Test
  void ruleThatBindsIsNamedBeforeRoom() {
    assertEquals(
        "InsufficientCapacity: the zones allowed have too little room for all replicas: empty, they"
            + " hold 18 of 19 (cpu: z1 9, z2 9) (there is room in z3, excluded: TestRule by only); change what excludes those with room, add capacity in"
            + " the zones allowed, or ask for less",
        said(three().workload(a(19))));
  }

  /** Nor with the zones that rules exclude. */
  @Test
  void roomThatBindsIsNotBlamedOnARule() {
    assertEquals(
        "InsufficientCapacity: the zones allowed have too little room for all replicas: empty, they"
            + " hold 18 of 28 (cpu: z1 9, z2 9); add capacity, allow more zones or ask for less",
        said(three().workload(a(28))));
  }

  @Test
  void zonesThatHaveNoRoomNowOrAreClosedAreNotNamed() {
    for (EstateBuilder estate :
        List.of(
            three().workload(workload("b").replicas(9).only("z3"), a(19)).running("b", "z3", 9),
            estate()
                .zone(zone("z1").cpu(9), zone("z2").cpu(9), zone("z3").state(ZoneState.Drained))
                .workload(a(19)),
            estate().zone(zone("z1").cpu(9), zone("z2").cpu(9), zone("z3").cpu(0)).workload(a(19)),
            three()
                .workload(a(19).antiAffinity("b", Scope.ZONE, true), workload("b").only("z3"))
                .running("b", "z3", 1))) {
      String said = said(estate);
      assertFalse(said.contains("z3"), said);
    }
  }

  @Test
  void otherReasonsNameThemToo() {
    assertEquals(
        "ReplicaTooLarge: one replica asks for cpu 5, more than any zone that the rules allow can hold"
            + " in one place: the closest is z1 with cpu 4 (there is room in z3, excluded: TestRule by"
            + " only); ask for less in a replica, add a larger node, or allow zones that have one, or"
            + " change what excludes those with room",
        said(
            estate()
                .zone(zone("z1").nodes(10, 4), zone("z2").nodes(10, 3), zone("z3").nodes(10, 8))
                .workload(a(1).cpu(5))));
    assertEquals(
        "SurvivalUnsatisfiable: the replicas fit, but not so that every loss in resilience.tolerate is"
            + " survived: after the loss of zone z1, the others hold 9 of 18 when empty (cpu: z2 9)"
            + " (there is room in z3, excluded: TestRule by only); add capacity or zones, or"
            + " tolerate less, or change what excludes those with room",
        said(three().workload(a(18).tolerate(Scope.ZONE))));
  }

  /** Of several zones the nearest: the fewest statements have to change for it. */
  @Test
  void zoneThatTheFewestStatementsExcludeIsNamed() {
    assertEquals(
        "InsufficientCapacity: the zones allowed have too little room for all replicas: empty, they"
            + " hold 18 of 19 (cpu: z1 9, z2 9) (there is room in z4, excluded: TestRule by only); change what excludes those with room, add capacity"
            + " in the zones allowed, or ask for less",
        said(
            estate()
                .zones(9, "z1", "z2", "z3", "z4")
                .workload(
                    a(19)
                        .rule(
                            Estates.rule(
                                "other",
                                BoundRule.Action.Enforce,
                                BoundRule.OnViolation.Report,
                                Verdict.Result.Reject,
                                "z1",
                                "z2",
                                "z4")))));
  }
}
