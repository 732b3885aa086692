package cloud.bleu.placement.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a simulated loss says of workloads whose places are given. */
class DrillTest {

  /** Three zones on three sites in two regions; a and b may be flooded by one river. */
  private static EstateBuilder places(long cpus) {
    return Estates.estate()
        .zone(
            Estates.zone("a").site("s-a").region("north").hazard("flood", "seine").cpu(cpus),
            Estates.zone("b").site("s-b").region("north").hazard("flood", "seine").cpu(cpus),
            Estates.zone("c").site("s-c").region("south").hazard("flood", "None").cpu(cpus));
  }

  private static WorkloadBuilder web(int replicas) {
    return Estates.workload("web").uid("uid-web").replicas(replicas).cpu(1);
  }

  private static DrillVerdict of(Estate estate, Scope scope, String value) {
    DrillResult result = Drill.of(estate, Loss.of(scope, value, estate));
    return result.verdicts().stream()
        .filter(v -> v.id().name().equals("web"))
        .findFirst()
        .orElseThrow();
  }

  private static String broken(DrillVerdict verdict) {
    BrokenTerm broken = Objects.requireNonNull(verdict.broken(), verdict::toString);
    return broken.term() + " " + broken.missing() + " " + broken.reason().code();
  }

  @Test
  void whatIsMovedElsewhereSurvives() {
    Estate estate =
        places(10)
            .workload(web(4).tolerate(Scope.SITE, 2, Recover.Reserved, true))
            .running("web", "a", 2, "b", 2)
            .build();
    DrillVerdict verdict = of(estate, Scope.SITE, "s-a");
    assertEquals(DrillOutcome.Survives, verdict.outcome());
    assertEquals(List.of(4, 2, 4), List.of(verdict.before(), verdict.lost(), verdict.after()));
    assertNull(verdict.broken());
  }

  /** Nothing stands there any more that the loss could take: it is no trial, and passes nothing. */
  @Test
  void whatIsLostAlreadyIsNotTried() {
    Estate estate =
        Estates.estate()
            .zone(
                Estates.zone("a").site("s").state(ZoneState.Lost).cpu(10),
                Estates.zone("b").site("s").cpu(10),
                Estates.zone("c").site("s-c").cpu(10))
            .workload(web(4).tolerate(Scope.ZONE, 2, Recover.Reserved, true))
            .running("web", "b", 2, "c", 2)
            .build();
    DrillResult lost = Drill.of(estate, Loss.of(Scope.ZONE, "a", estate));
    assertFalse(lost.tried());
    assertFalse(lost.passed());
    assertTrue(Drill.of(estate, Loss.of(Scope.SITE, "s", estate)).tried(), "b is in service");
    assertTrue(Drill.of(estate, Loss.of(Scope.ZONE, "c", estate)).passed());
  }

  @Test
  void whatStaysDownAsAskedIsReduced() {
    Estate estate =
        places(10)
            .workload(web(4).tolerate(Scope.SITE, 2, Recover.None, true))
            .running("web", "a", 2, "b", 2)
            .build();
    DrillVerdict verdict = of(estate, Scope.SITE, "s-a");
    assertEquals(DrillOutcome.Reduced, verdict.outcome());
    assertEquals(2, verdict.missing());
  }

  @Test
  void fewerThanAreToBeKeptAtOnceAreABreach() {
    Estate estate =
        places(10)
            .workload(web(4).tolerate(Scope.SITE, 3, Recover.Reserved, false))
            .running("web", "a", 2, "b", 2)
            .build();
    DrillVerdict verdict = of(estate, Scope.SITE, "s-a");
    assertEquals(DrillOutcome.Breaches, verdict.outcome());
    assertEquals("resilience.tolerate[Site].keep 1 SurvivalUnsatisfiable", broken(verdict));
    assertTrue(
        Objects.requireNonNull(verdict.broken())
            .reason()
            .message()
            .startsWith("the loss of site s-a leaves fewer replicas than keep asks for"),
        verdict.toString());
  }

  @Test
  void whatFindsNoRoomIsABreachOfRecovery() {
    Estate estate =
        places(2)
            .workload(web(5).tolerate(Scope.SITE, 2, Recover.Reserved, false))
            .running("web", "a", 2, "b", 2, "c", 1)
            .build();
    DrillVerdict verdict = of(estate, Scope.SITE, "s-a");
    assertEquals(DrillOutcome.Breaches, verdict.outcome());
    assertEquals("resilience.tolerate[Site].recover 1 InsufficientCapacity", broken(verdict));
  }

  @Test
  void aMajorityThatIsLostIsABreach() {
    Estate estate =
        places(10)
            .workload(web(3).quorum().tolerate(Scope.SITE, 0, Recover.None, false))
            .running("web", "a", 2, "b", 1)
            .build();
    assertEquals("resilience.quorum 1 QuorumUnsatisfiable", broken(of(estate, Scope.SITE, "s-a")));
    assertEquals(DrillOutcome.Reduced, of(estate, Scope.SITE, "s-b").outcome());
  }

  @Test
  void whatAsksForNothingIsUnprotectedWhereItLoses() {
    Estate estate =
        places(2)
            .workload(web(4).only("a", "b").tolerate(Scope.ZONE, 2, Recover.None, false))
            .running("web", "a", 2, "b", 2)
            .build();
    // What is asked for a zone says nothing of a region, or of a river.
    assertEquals(DrillOutcome.Unprotected, of(estate, Scope.REGION, "north").outcome());
    assertEquals(DrillOutcome.Unprotected, of(estate, Scope.hazard("flood"), "seine").outcome());
    assertEquals(DrillOutcome.Reduced, of(estate, Scope.ZONE, "a").outcome());
  }

  /** What is asked for a region holds for each of its sites: the smallest event around counts. */
  @Test
  void theSmallestEventAroundCounts() {
    Estate estate =
        places(10)
            .workload(
                web(4)
                    .tolerate(Scope.REGION, 0, Recover.None, false)
                    .tolerate(Scope.SITE, 3, Recover.None, false))
            .running("web", "a", 2, "b", 2)
            .build();
    assertEquals(
        "resilience.tolerate[Site].keep 1 SurvivalUnsatisfiable",
        broken(of(estate, Scope.SITE, "s-a")));
    assertEquals(DrillOutcome.Reduced, of(estate, Scope.REGION, "north").outcome());
  }

  /** Site s and flood f both are two zones with a; the engine does as the first entry asks. */
  @Test
  void ofTwoEventsAsSmallThatOfTheFirstEntryCounts() {
    Scope flood = Scope.hazard("flood");
    Estate estate =
        Estates.estate()
            .zone(Estates.zone("a").site("s").hazard("flood", "f"))
            .zone(Estates.zone("b").site("s").hazard("flood", "None"))
            .zone(Estates.zone("c").hazard("flood", "f"))
            .workload(
                web(2)
                    .tolerate(Scope.SITE, 0, Recover.None, false)
                    .tolerate(flood, 1, Recover.Reserved, false))
            .running("web", "a", 2)
            .build();
    assertEquals(DrillOutcome.Reduced, of(estate, Scope.ZONE, "a").outcome());
    assertEquals(
        "resilience.tolerate[failureDomains/flood].keep 1 SurvivalUnsatisfiable",
        broken(of(estate, flood, "f")));
  }

  @Test
  void whatRunsElsewhereIsNotConcerned() {
    Estate estate =
        places(10)
            .workload(web(2).tolerate(Scope.SITE, 2, Recover.Reserved, true))
            .running("web", "b", 2)
            .build();
    DrillResult result = Drill.of(estate, Loss.of(Scope.SITE, "s-a", estate));
    assertTrue(result.passed());
    assertEquals(1, result.count(DrillOutcome.NotConcerned));
    assertEquals(List.of(), result.concerned());
  }

  /** What is out already is not lost a second time, and does not count as running. */
  @Test
  void replicasOfAnEarlierLossDoNotCount() {
    Estate whole = places(10).workload(web(4).suspended()).running("web", "a", 2, "b", 2).build();
    Estate estate = Loss.of(Scope.ZONE, "b", whole).applied(whole);
    DrillVerdict verdict = of(estate, Scope.ZONE, "a");
    assertEquals(DrillOutcome.Unprotected, verdict.outcome());
    assertEquals(List.of(2, 2, 0), List.of(verdict.before(), verdict.lost(), verdict.after()));
  }

  @Test
  void theWorstComesFirst() {
    Estate estate =
        places(10)
            .workload(
                Estates.workload("safe").replicas(2).cpu(1),
                web(4).tolerate(Scope.SITE, 4, Recover.None, false))
            .running("safe", "c", 2)
            .running("web", "a", 2, "b", 2)
            .build();
    DrillResult result = Drill.of(estate, Loss.of(Scope.ZONE, "a", estate));
    assertFalse(result.passed());
    assertEquals("web", result.verdicts().get(0).id().name());
    assertEquals(2, result.lost());
    assertEquals(2, result.missing());
  }
}
