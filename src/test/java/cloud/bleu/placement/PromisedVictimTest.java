package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Specified.shortfalls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Replicas that are promised to the moves of a higher priority are gone after that loss, as those
 * that it takes are: what is claimed of their workload counts without them.
 */
class PromisedVictimTest {

  /** A workload that runs in z1 and takes the room of another one in z3 if z1 is lost. */
  private static WorkloadBuilder api() {
    return workload("api").priority(10).only("z1", "z3").tolerate(Scope.ZONE);
  }

  private static Plan plan(EstateBuilder estate) {
    Estate first = estate.build();
    Plan plan = Specified.plan(first);
    assertTrue(
        of(plan, "api").contingency().stream().anyMatch(c -> !c.evicts().isEmpty()),
        "somebody is promised");
    Plan next = Specified.plan(Estates.with(first, Estates.inForce(plan)));
    for (Decision decision : plan.decisions()) {
      Decision again = of(next, decision.id().name());
      assertEquals(Decision.Cause.Unchanged, again.cause(), again.toString());
      assertEquals(decision.tolerates(), again.tolerates());
      assertEquals(shortfalls(decision), shortfalls(again));
    }
    return plan;
  }

  private static List<String> tolerated(Decision decision) {
    return Specified.tolerated(decision);
  }

  /** The loss of z1 takes two of five and evicts one in z3: two are left, and three a majority. */
  @Test
  void aMemberThatIsPromisedIsNoPartOfTheMajority() {
    Decision etcd =
        of(
            plan(
                estate()
                    .zone(zone("z1").cpu(4), zone("z2").cpu(2), zone("z3").cpu(1))
                    .workload(workload("etcd").replicas(5).quorum(), api())
                    .running("etcd", "z1", 2, "z2", 2, "z3", 1)),
            "etcd");
    assertEquals(List.of(), tolerated(etcd));
    assertTrue(shortfalls(etcd).contains("QuorumUnsatisfiable"), shortfalls(etcd).toString());
  }

  /** The loss of z1 takes two and evicts the two in z3: none is left. */
  @Test
  void whatIsPromisedIsNotKept() {
    Decision web =
        of(
            plan(
                estate()
                    .zone(zone("z1").cpu(4), zone("z3").cpu(2))
                    .workload(
                        workload("web").replicas(4).tolerate(Scope.ZONE, 2, Recover.None, true),
                        api().replicas(2))
                    .running("web", "z1", 2, "z3", 2)),
            "web");
    assertFalse(tolerated(web).contains("Zone"), tolerated(web).toString());
    assertTrue(shortfalls(web).contains("SurvivalUnsatisfiable"), shortfalls(web).toString());
  }

  /** With free room nobody is promised, and everything holds. */
  @Test
  void whoIsPromisedToNobodyKeepsWhatItAsks() {
    Plan plan =
        Specified.plan(
            estate()
                .zone(zone("z1").cpu(4), zone("z3").cpu(4))
                .workload(
                    workload("web").replicas(4).tolerate(Scope.ZONE, 2, Recover.None, true),
                    api().replicas(2))
                .running("web", "z1", 2, "z3", 2)
                .running("api", "z1", 2));
    assertTrue(tolerated(of(plan, "web")).contains("Zone"));
    assertEquals(List.of(), shortfalls(of(plan, "web")));
  }
}
