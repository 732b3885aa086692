package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Scope;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A refusal names the zones that are too small even when they are empty, with what each holds. What
 * others use is in no reason.
 */
class EmptyRoomTest {
  private static final String ROLLOUT = ", and each in use keeps room for one more, for a rollout";

  private static Decision.Reason reason(EstateBuilder estate) {
    return Objects.requireNonNull(Estates.of(Planner.plan(estate.build()), "a").reason());
  }

  private static String said(EstateBuilder estate) {
    Decision.Reason reason = reason(estate);
    return reason.code() + ": " + reason.message();
  }

  private static WorkloadBuilder a(int replicas) {
    return workload("a").replicas(replicas);
  }

  private static EstateBuilder three() {
    return estate().zone(zone("z1").cpu(16), zone("z2").cpu(3), zone("z3").cpu(3));
  }

  @Test
  void roomOfARolloutIsNamedWhereItIsWhatLacks() {
    assertEquals(
        "InsufficientCapacity: the zones allowed have too little room for all replicas: empty, they"
            + " hold 4 of 6 (cpu: z1 2, z2 2)"
            + ROLLOUT
            + "; add capacity, allow more zones or ask for less",
        said(estate().zones(3, "z1", "z2").workload(a(6).surges())));
  }

  @Test
  void withoutARolloutThereIsNoSuchRoom() {
    assertEquals(
        "InsufficientCapacity: the zones allowed have too little room for all replicas: empty, they"
            + " hold 6 of 7 (cpu: z1 3, z2 3); add capacity, allow more zones or ask for less",
        said(estate().zones(3, "z1", "z2").workload(a(7))));
  }

  @Test
  void lossThatLeavesTooLittleRoomIsNamed() {
    assertEquals(
        "SurvivalUnsatisfiable: the replicas fit, but not so that every loss in resilience.tolerate is"
            + " survived: after the loss of zone z1, the others hold 6 of 9 when empty (cpu: z2 3, z3"
            + " 3); add capacity or zones, or tolerate less",
        said(three().workload(a(9).tolerate(Scope.ZONE, 1, Recover.Reserved, true))));
  }

  /** What comes at a loss comes without room for a rollout; what is there before keeps it. */
  @Test
  void afterALossZonesInUseKeepRoomForARollout() {
    assertEquals(
        "SurvivalUnsatisfiable: the replicas fit, but not so that every loss in resilience.tolerate is"
            + " survived: after the loss of zone z1, the others hold 5 of 6 when empty (cpu: z2 2, z3"
            + " 3)"
            + ROLLOUT
            + "; add capacity or zones, or tolerate less",
        said(three().workload(a(6).surges().tolerate(Scope.ZONE, 1, Recover.Reserved, true))));
  }

  @Test
  void lossThatLeavesRoomForFewerThanAreKeptIsNamed() {
    assertEquals(
        "SurvivalUnsatisfiable: the replicas fit, but not so that every loss in resilience.tolerate is"
            + " survived: outside of zone z1, zones hold 4 of the 6 to keep when empty (cpu: z2 2, z3"
            + " 2)"
            + ROLLOUT
            + "; add capacity or zones, or tolerate less",
        said(three().workload(a(9).surges().tolerate(Scope.ZONE, 6, Recover.BestEffort, true))));
  }

  @Test
  void zonesThatAreTooSmallForAMajorityAreNamed() {
    assertEquals(
        "QuorumUnsatisfiable: too few independent domains among z1, z2, z3 have room for a majority to"
            + " outlive every loss: of 9 members, no more than 4 may be in what one loss takes, so that"
            + " 5 are left: empty, they hold 8 of 9 so (Zone: z1 4, z2 2, z3 2)"
            + ROLLOUT
            + "; allow more zones on other sites, add capacity there, or give up the quorum",
        said(three().workload(a(9).surges().quorum())));
  }

  @Test
  void sitesThatAreTooSmallForAMajorityAreNamed() {
    assertTrue(
        said(estate()
                .zone(
                    zone("z1").cpu(9).site("paris"),
                    zone("z2").cpu(9).site("paris"),
                    zone("z3").cpu(1).site("lyon"),
                    zone("z4").cpu(1).site("lille"))
                .workload(a(5).quorum().tolerate(Scope.SITE, 0, Recover.BestEffort, true)))
            .contains("so that 3 are left: empty, they hold 4 of 5 so (Site: "));
  }

  @Test
  void domainsThatAreTooSmallForTheSpreadComeFirst() {
    String spread =
        "SpreadUnsatisfiable: the replicas fit, but not within resilience.spread: empty, zones"
            + " hold fewer than 9 spread so (cpu: z2 2, z3 2, z1 9)"
            + ROLLOUT
            + "; allow more zones, add capacity, or spread less strictly";
    assertEquals(spread, said(three().workload(a(9).surges().spread(Scope.ZONE, 3, 3, 1, true))));
    assertEquals(
        spread, said(three().workload(a(9).surges().spread(Scope.ZONE, 1, null, 1, true))));
  }

  @Test
  void nodesThatAreTooSmallTogetherAreNoResource() {
    assertEquals(
        "InsufficientCapacity: the zones allowed have too little room for all replicas: empty, they"
            + " hold 4 of 5 (z1 2, z2 2); add capacity, allow more zones or ask for less",
        said(estate().zone(zone("z1").nodes(2, 5), zone("z2").nodes(2, 5)).workload(a(5).cpu(3))));
  }

  @Test
  void whatOthersUseIsInNoReason() {
    EstateBuilder estate = estate().zones(9, "z1", "z2").workload(workload("b").replicas(9), a(12));
    assertEquals(
        "InsufficientCapacity: the zones allowed have too little room for all replicas; add capacity,"
            + " allow more zones or ask for less",
        said(estate.running("b", "z1", 9)));
    String survival =
        said(
            estate()
                .zones(9, "z1", "z2")
                .workload(workload("b").replicas(7), a(9).tolerate(Scope.ZONE))
                .running("b", "z1", 7));
    assertFalse(survival.contains("hold"), survival);
  }

  @Test
  void frenchSaysTheSame() {
    String french =
        MessageBundle.FRENCH.text(
            reason(estate().zones(3, "z1", "z2").workload(a(6).surges())).finding());
    assertEquals(
        "les zones autorisées n'ont pas assez de place pour tous les réplicas : vides, elles portent"
            + " 4 réplicas sur 6 (cpu : z1 2, z2 2), et chaque zone utilisée garde la place d'un"
            + " réplica de plus pour un déploiement ; ajoutez de la capacité, autorisez d'autres"
            + " zones ou demandez moins",
        french);
  }
}
