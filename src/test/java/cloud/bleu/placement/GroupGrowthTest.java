package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.code;
import static cloud.bleu.placement.Specified.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Objective;
import cloud.bleu.placement.estate.Workload.Rebalance;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Growth of workloads that need each other holds once all of them stand. */
class GroupGrowthTest {

  /** b could grow while a is in z1 as well, and a leaves that for z2. */
  @Test
  void whoGrewIsNotLeftWithoutWhatItNeedsAfterALoss() {
    Plan plan =
        plan(
            estate()
                .zone(
                    zone("z1").site("s").cpu(3).cost(8, 0), zone("z2").site("s").cpu(8).cost(5, 0))
                .workload(
                    workload("a")
                        .replicas(3)
                        .affinity("b", Scope.ZONE, true)
                        .objective(Objective.Cost)
                        .rebalance(Rebalance.Mode.Continuous, 3),
                    workload("b")
                        .replicas(2)
                        .affinity("a", Scope.SITE, true)
                        .tolerate(Scope.ZONE, 1, Recover.BestEffort, true))
                .running("a", "z2", 1)
                .running("b", "z1", 1));
    assertEquals("z1=2, z2=1", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
    assertEquals("AffinityUnsatisfiable", code(of(plan, "b")));
  }

  /** a could come while b is in z1, where its moves lead; b and c then come to a. */
  @Test
  void whoCameKeepsAPlaceForTheLoss() {
    Plan plan =
        plan(
            estate()
                .zone(zone("z1").region("r").cpu(9), zone("z2").region("r").cpu(9))
                .workload(
                    workload("a").affinity("b", Scope.REGION, true).tolerate(Scope.ZONE),
                    workload("b").affinity("c", Scope.ZONE, true),
                    workload("c").affinity("a", Scope.ZONE, true))
                .running("b", "z1", 1));
    assertEquals("", zones(of(plan, "a")));
    assertEquals("SurvivalUnsatisfiable", code(of(plan, "a")));
    assertEquals(List.of(), of(plan, "a").relax());
    assertEquals("z1=1", zones(of(plan, "b")));
  }

  /** The moves of c have nowhere to go, so those of b have not, so those of a have not. */
  @Test
  void movesThatLeadToOthersGoWithTheirs() {
    Plan plan =
        plan(
            estate()
                .zone(zone("z0").cpu(9).state(ZoneState.Lost), zone("z1").cpu(9), zone("z2").cpu(9))
                .workload(
                    workload("a")
                        .affinity("b", Scope.ZONE, true)
                        .tolerate(Scope.ZONE, 1, Recover.Reserved, false),
                    workload("b")
                        .affinity("c", Scope.ZONE, true)
                        .tolerate(Scope.ZONE, 1, Recover.Reserved, true),
                    workload("c").affinity("d", Scope.ZONE, true).tolerate(Scope.ZONE),
                    workload("d").replicas(2).affinity("a", Scope.ZONE, true))
                .running("d", "z1", 1, "z2", 1));
    assertEquals("z2=1", zones(of(plan, "a")));
    assertEquals("", Specified.moves(of(plan, "a"), Scope.ZONE, "z2"));
  }

  /**
   * a has its turn before b has found where it goes at a loss, which a needs to know to come to b.
   */
  @Test
  void whatOneDoesAtALossGivesTheOthersAnotherTurn() {
    Plan plan =
        plan(
            estate()
                .zone(
                    zone("z0").region("r0").site("s0").cpu(7),
                    zone("z1").region("r1").site("s0").cpu(6),
                    zone("z2").region("r0").site("s1").cpu(1))
                .workload(
                    workload("a")
                        .replicas(2)
                        .priority(10)
                        .affinity("b", Scope.REGION, true)
                        .tolerate(Scope.REGION),
                    workload("b")
                        .replicas(2)
                        .affinity("a", Scope.REGION, true)
                        .tolerate(Scope.SITE, 1, Recover.Reserved, true))
                .running("a", "z1", 1, "z2", 1)
                .running("b", "z1", 1));
    assertEquals("z1=2", zones(of(plan, "a")));
  }

  /** All of w0 that fits beside the others does once those have moved, and not a plan later. */
  @Test
  void whoWasHeldBackGrowsBesideTheOthersAsTheyStandThen() {
    Estate estate =
        estate()
            .zone(
                zone("z0").region("r0").site("s0").cpu(12).cost(2, 0),
                zone("z1").region("r1").site("s0").cpu(1).cost(2, 0),
                zone("z2").region("r0").site("s1").cpu(11).cost(8, 0),
                zone("z3").region("r1").site("s1").cpu(9).cost(9, 0),
                zone("z4").region("r0").site("s2").cpu(1).cost(9, 0))
            .workload(
                workload("w0")
                    .replicas(4)
                    .affinity("w1", Scope.SITE, true)
                    .spread(Scope.ZONE, 1, null, 2, true)
                    .tolerate(Scope.ZONE, 1, Recover.Reserved, true),
                workload("w1")
                    .replicas(4)
                    .affinity("w2", Scope.REGION, true)
                    .tolerate(Scope.REGION, 0, Recover.Reserved, true)
                    .objective(Objective.Cost)
                    .rebalance(Rebalance.Mode.Continuous, 2),
                workload("w2")
                    .replicas(2)
                    .affinity("w0", Scope.REGION, true)
                    .tolerate(Scope.ZONE, 0, Recover.Reserved, true)
                    .objective(Objective.Cost)
                    .rebalance(Rebalance.Mode.Continuous, 2))
            .running("w0", "z2", 1)
            .running("w1", "z3", 2)
            .running("w2", "z0", 1, "z3", 1)
            .build();
    Plan plan = plan(estate);
    Plan next = plan(Estates.with(estate, Estates.inForce(plan)));
    assertEquals(1, of(plan, "w0").missing());
    assertEquals(1, of(next, "w0").missing());
  }
}
