package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.Decision.Reason;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.status.fault.PodFault;
import cloud.bleu.status.served.UnservedNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions of a BleuWorkload, as kstatus and people read them. */
class WorkloadStatusTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Outcome PLACED = new Outcome.Placed();

  @Test
  void readyIsPlacedAndAvailable() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(3).build());
    assertEquals("True", of(status, "Ready"));
    assertEquals("True", of(status, "Placed"));
    assertEquals("True", of(status, "Available"));
    assertNull(of(status, "Reconciling"));
    assertNull(of(status, "Stalled"));
    assertEquals(3, status.readyReplicas());
    assertEquals("a=3", status.zones());
    assertEquals(7L, status.observedGeneration());
    assertTrue(status.conditions().stream().allMatch(c -> c.getObservedGeneration() == 7L));
  }

  /** An autoscaler would take the load of the pods that it finds for that of all replicas. */
  @Test
  void onlyPodsOfThisClusterAreSelected() {
    assertEquals(
        "placement.bleu.cloud/workload=web",
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(3).build()).selector());
    assertEquals(
        "placement.bleu.cloud/workload=web",
        WorkloadStatus.of(
                new WorkloadFactsBuilder().outcome(PLACED).ready(3).elsewhere("b").build())
            .selector(),
        "every replica of the decision is here");
    assertNull(
        WorkloadStatus.of(
                new WorkloadFactsBuilder().outcome(PLACED).ready(3).elsewhere("a").build())
            .selector());
    assertNull(
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).external().build())
            .selector());
  }

  /** What has left another cluster is here, though it is to return. */
  @Test
  void whatIsToReturnToAnotherClusterIsSelectedHere() {
    assertEquals(
        "placement.bleu.cloud/workload=web",
        WorkloadStatus.of(
                new WorkloadFactsBuilder().outcome(PLACED).ready(3).left().elsewhere("b").build())
            .selector());
  }

  /** Its zone is in another cluster, whether or not something is seen there already. */
  @Test
  void replicasThatAreDecidedForAnotherClusterAreNotSelected() {
    Estate there =
        cloud.bleu.placement.Estates.estate()
            .zone(cloud.bleu.placement.Estates.zone("a").way(DeliveryWay.Cluster))
            .build();
    assertNull(
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).estate(there).build())
            .selector());
  }

  /** In a namespace that does not enforce nobody labels the pods of others. */
  @Test
  void podsOfOthersAreSelectedByTheirOwnSelector() {
    assertEquals(
        "app=web",
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(3).pods().build())
            .selector());
  }

  /** Whoever scales from 0 reads here why nothing of it starts. */
  @Test
  void aFirstPlacementThatFindsTooLittleRoomSaysHowManyFit() {
    Condition placed =
        find(
            WorkloadStatus.of(
                new WorkloadFactsBuilder()
                    .replicas(6)
                    .nowhere("InsufficientCapacity", true)
                    .relax("spec.resilience.spread", "[{over: Site}]", "[]")
                    .relax("spec.replicas", "6", "4")
                    .build()),
            "Placed");
    assertEquals(
        "why; what to do; a first placement is all or nothing, and 4 of 6 replicas would be placed:"
            + " set spec.replicas, or the minimum of its autoscaler, to 4; growth from there places"
            + " what fits",
        placed.getMessage());
    Condition none =
        find(
            WorkloadStatus.of(
                new WorkloadFactsBuilder()
                    .nowhere("InsufficientCapacity", true)
                    .relax("spec.resilience.spread", "[{over: Site}]", "[]")
                    .build()),
            "Placed");
    assertEquals("why; what to do", none.getMessage());
  }

  /** Nobody waits for a zone that was left, and it is told that something may run on there. */
  @Test
  void onlyAZoneOfTheDecisionIsWaitedForWhileItIsNotSeen() {
    BleuWorkloadStatus behind =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(3).unseen("b").build());
    assertEquals("PlacedAndAvailable", reason(behind, "Ready"));
    assertEquals(
        "every replica is ready; replicas that were moved away may still run in b, of which nothing"
            + " is seen",
        message(behind, "Ready"));
    BleuWorkloadStatus decided =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(3).unseen("a").build());
    assertEquals("False", of(decided, "Ready"));
    assertEquals("TargetUnreachable", reason(decided, "Ready"));
  }

  @Test
  void replicasThatAreNotReadyAreReconciling() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(2).build());
    assertEquals("False", of(status, "Ready"));
    assertEquals("True", of(status, "Reconciling"));
    assertEquals("ReplicasNotReady", reason(status, "Ready"));
    assertFalse(message(status, "Ready").matches(".*[0-9].*"), "a counter in a message");
  }

  /** Old replicas may all be ready while a new one is not. */
  @Test
  void rolloutUnderWayIsReconciling() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .ready(3)
                .progress(ObservedChildren.Progress.OnItsWay)
                .build());
    assertEquals("False", of(status, "Ready"));
    assertEquals("RollingOut", reason(status, "Reconciling"));
    assertNull(of(status, "Stalled"));
  }

  /** Lack of health can pass by itself: never Stalled. */
  @Test
  void progressDeadlineExceededIsReconcilingWithItsReason() {
    for (int ready : new int[] {2, 3}) {
      BleuWorkloadStatus status =
          WorkloadStatus.of(
              new WorkloadFactsBuilder()
                  .outcome(PLACED)
                  .ready(ready)
                  .progress(ObservedChildren.Progress.DeadlineExceeded)
                  .build());
      for (String type : new String[] {"Ready", "Reconciling", "Available"}) {
        assertEquals("ProgressDeadlineExceeded", reason(status, type), type);
      }
      assertEquals(
          "no progress within progressDeadlineSeconds in a: see why its pods are not ready with"
              + " kubectl describe, or undo the change of the template",
          message(status, "Available"));
      assertEquals("False", of(status, "Available"));
      assertNull(of(status, "Stalled"));
    }
  }

  /** The reason is that of who knows it, in every condition that rests on it. */
  @Test
  void whatIsWrongWithPodsIsTheReason() {
    PodFault fault =
        new PodFault(PodFault.Stage.Scheduling, "Unschedulable", "pods are not scheduled: full");
    record Case(WorkloadFactsBuilder facts, String reason, String message) {}
    for (Case c :
        List.of(
            new Case(
                new WorkloadFactsBuilder().ready(2),
                "Unschedulable",
                "not every replica is ready in a; in a: pods are not scheduled: full"),
            new Case(
                new WorkloadFactsBuilder().ready(3).progress(ObservedChildren.Progress.OnItsWay),
                "Unschedulable",
                "the objects in the zones are on their way to the decision; in a: pods are not"
                    + " scheduled: full"),
            new Case(
                new WorkloadFactsBuilder()
                    .ready(2)
                    .progress(ObservedChildren.Progress.DeadlineExceeded),
                "ProgressDeadlineExceeded",
                "no progress within progressDeadlineSeconds in a; in a: pods are not scheduled:"
                    + " full; correct that, or undo the change of the template"))) {
      BleuWorkloadStatus status = WorkloadStatus.of(c.facts.outcome(PLACED).fault(fault).build());
      for (String type : new String[] {"Ready", "Reconciling", "Available"}) {
        assertEquals(c.reason, reason(status, type), type);
        assertEquals(c.message, message(status, type), type);
      }
      assertNull(of(status, "Stalled"));
    }
    BleuWorkloadStatus ready =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(3).fault(fault).build());
    assertEquals("True", of(ready, "Available"), "nobody waits for that pod");
  }

  @Test
  void withdrawnBudgetIsTold() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(3).covered().build());
    assertEquals("True", of(status, "Available"));
    assertEquals(
        "every replica is ready; another PodDisruptionBudget covers the pods, so there is none of"
            + " ours",
        message(status, "Available"));
  }

  @Test
  void egressIsTold() {
    assertNull(
        of(
            WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(3).build()),
            "EgressDelivered"));
    BleuWorkloadStatus whole =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .ready(3)
                .egress(List.of(), List.of("theirs"))
                .build());
    assertEquals("True", of(whole, "EgressDelivered"));
    assertEquals(
        "the NetworkPolicy allows what is stated; it holds where the network plugin enforces it;"
            + " other NetworkPolicies allow its pods more, because policies add up: theirs",
        message(whole, "EgressDelivered"));
    BleuWorkloadStatus gaps =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .ready(3)
                .egress(
                    List.of(
                        new ObservedChildren.Obstacle(
                            "ServiceMissing", "no Service: create it", true),
                        new ObservedChildren.Obstacle(
                            "HostNotEnforced", "a host: use a gateway", true)),
                    List.of())
                .build());
    assertEquals("False", of(gaps, "EgressDelivered"));
    assertEquals("HostNotEnforced", reason(gaps, "EgressDelivered"));
    assertEquals("a host: use a gateway; no Service: create it", message(gaps, "EgressDelivered"));
    // What is not opened keeps nothing from running.
    assertEquals("True", of(gaps, "Ready"));
    assertNull(of(gaps, "Stalled"));
  }

  @Test
  void lackOfRoomIsReconcilingAndContradictionIsStalled() {
    BleuWorkloadStatus full =
        WorkloadStatus.of(new WorkloadFactsBuilder().nowhere("InsufficientCapacity", true).build());
    assertEquals("True", of(full, "Reconciling"));
    assertNull(of(full, "Stalled"));
    assertEquals(3, full.missingReplicas());
    BleuWorkloadStatus refused =
        WorkloadStatus.of(new WorkloadFactsBuilder().nowhere("NoZoneAllowed", false).build());
    assertEquals("True", of(refused, "Stalled"));
    assertNull(of(refused, "Reconciling"));
    assertEquals("NoZoneAllowed", reason(refused, "Stalled"));
  }

  @Test
  void lapseNeverStallsWhatRuns() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(new Outcome.PartlyPlaced(new Reason("NoZoneAllowed", "m", false)))
                .violation("QualificationExpired")
                .ready(3)
                .build());
    assertNull(of(status, "Stalled"));
    assertEquals("False", of(status, "PolicySatisfied"));
    assertEquals("QualificationExpired", reason(status, "PolicySatisfied"));
  }

  /** A name that is not there excludes every zone, and is told where that is told. */
  @Test
  void whatHasNoZoneIsToldOfTheNamesThatAreNotThere() {
    String mistake =
        "spec.residency.zones.allow[0]: there is no AvailabilityZone idf-c (did you mean idf-a?)";
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().nowhere("NoZoneAllowed", false).mistakes(mistake).build());
    assertEquals("why; what to do; " + mistake, message(status, "Placed"));
  }

  /** A breach names the rule and the policy that state it. */
  @Test
  void breachNamesItsRuleAndPolicy() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .ready(3)
                .violations(
                    WorkloadFactsBuilder.verdict(
                        Verdict.Result.Reject, "Expired", "france", "care", "b"),
                    WorkloadFactsBuilder.verdict(
                        Verdict.Result.Reject, "Expired", "france", "care", "a"),
                    WorkloadFactsBuilder.verdict(
                        Verdict.Result.Reject, "Expired", "zones", null, "c"))
                .planned(null)
                .build());
    assertEquals(
        "a, b: why (rule france of care); c: why (rule zones of its own spec)",
        message(status, "PolicySatisfied"));
  }

  /** As of a zone whose object is gone, where no rule can be asked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | a, b: why (rule r1 of care)
          2 | a, b: why (rules r1 of care, r2 of care)
          3 | a, b: why (rules r1 of care, r2 of care, r3 of care)
          9 | a, b: why (rules r1 of care, r2 of care, r3 of care and 6 more)
          """)
  void whatSeveralRulesFindAlikeIsSaidOnce(int rules, String told) {
    Verdict[] found =
        Stream.of("b", "a")
            .flatMap(
                zone ->
                    IntStream.rangeClosed(1, rules)
                        .mapToObj(
                            rule ->
                                WorkloadFactsBuilder.verdict(
                                    Verdict.Result.Unknown,
                                    "ZoneUnknown",
                                    "r" + rule,
                                    "care",
                                    zone)))
            .toArray(Verdict[]::new);
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .ready(3)
                .violations(found)
                .planned(null)
                .build());

    assertEquals(told, message(status, "PolicySatisfied"));
  }

  /** What is short of replicas and waits for a move says both. */
  @ParameterizedTest
  @CsvSource({
    "MovesWait, m; why",
    "ReturnWaits, m; why",
    "FollowSearchCut, m; why",
    "SpreadUnsatisfiable, m"
  })
  void whatIsPartlyPlacedSaysForWhichMovesItWaits(String shortfall, String message) {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(new Outcome.PartlyPlaced(new Reason("InsufficientCapacity", "m", true)))
                .shortfall(shortfall)
                .build());
    assertEquals("InsufficientCapacity", reason(status, "Placed"));
    assertEquals(message, message(status, "Placed"));
  }

  @ParameterizedTest
  @CsvSource({
    "NotYetInForce, false, BreakGlassNotYetInForce, False, True, Satisfied",
    "AwaitingSignature, true, BreakGlassAwaitingSignature, True, True, Satisfied",
    "AwaitingSignature, false, BreakGlassAwaitingSignature, False, True, Satisfied",
    "Countersigned, true, BreakGlassCountersigned, True, True, Satisfied",
    "Unsigned, false, BreakGlassUnsigned, False, False, BreakGlassUnsigned",
    "Expired, false, BreakGlassExpired, False, True, Satisfied",
    "Invalid, false, BreakGlassInvalid, False, True, Satisfied",
    "ZoneMissing, false, BreakGlassZoneMissing, False, True, Satisfied",
    "Unchecked, false, BreakGlassUnchecked, False, True, Satisfied",
  })
  void breakGlassIsACondition(
      BreakGlassState state,
      boolean inForce,
      String told,
      String glass,
      String satisfied,
      String why) {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().outcome(PLACED).ready(3).breakGlass(state, inForce).build());
    assertEquals(glass, of(status, "BreakGlass"));
    assertEquals(told, reason(status, "BreakGlass"));
    assertEquals(satisfied, of(status, "PolicySatisfied"));
    assertEquals(why, reason(status, "PolicySatisfied"));
    assertEquals("True", of(status, "Ready"), "it stands apart from that");
  }

  /** Of rules that nobody knows none is said to hold. */
  @Test
  void whatNoPassHasPlannedIsNotCalledSatisfied() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().outcome(PLACED).ready(3).planned(null).build());
    assertEquals("Unknown", of(status, "PolicySatisfied"));
    assertEquals("NotYetDecided", reason(status, "PolicySatisfied"));
  }

  /** An approval by nobody is not to look like one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none   | NoPolicy  | no policy governs this workload: nothing is checked; label its namespace placement.bleu.cloud/governed=Audit or name policies in spec.policies
          own    | NoPolicy  | no policy governs this workload: nothing is checked but what its own spec asks, and that holds; label its namespace placement.bleu.cloud/governed=Audit or name policies in spec.policies
          policy | Satisfied | every enforced rule holds where it runs
          audit  | Satisfied | every rule holds where it runs, and none of them is enforced: their action is Audit or Warn
          both   | Satisfied | every enforced rule holds where it runs
          """)
  void whatNoPolicyGovernsSaysSo(String rules, String reason, String message) {
    WorkloadBuilder planned = cloud.bleu.placement.Estates.workload("web");
    BoundRule own =
        cloud.bleu.placement.Estates.rule(
            "countries",
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            Verdict.Result.Reject,
            "a");
    BoundRule stated =
        new BoundRule(
            own.rule(),
            own.name(),
            "france",
            own.action(),
            own.onViolation(),
            own.parameters(),
            own.requirements());
    BoundRule audited =
        new BoundRule(
            own.rule(),
            own.name(),
            "france",
            BoundRule.Action.Audit,
            own.onViolation(),
            own.parameters(),
            own.requirements());
    Map.of(
            "none", List.<BoundRule>of(),
            "own", List.of(own),
            "policy", List.of(own, stated),
            "audit", List.of(audited),
            "both", List.of(audited, stated))
        .get(rules)
        .forEach(planned::rule);
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().outcome(PLACED).ready(3).planned(planned.build()).build());
    assertEquals("True", of(status, "PolicySatisfied"));
    assertEquals(reason, reason(status, "PolicySatisfied"));
    assertEquals(message, message(status, "PolicySatisfied"));
  }

  @Test
  void breakGlassThatMovesNothingSaysSo() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .suspended()
                .breakGlass(BreakGlassState.AwaitingSignature, true)
                .build());
    assertEquals(
        "what is so; nothing moves for it while spec.suspend is true: take that out",
        Conditions.find(status.conditions(), "BreakGlass").getMessage());
  }

  @Test
  void ruleInBreachIsToldBeforeTheSignatureThatIsMissing() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .ready(3)
                .violation("SeatOutsideEU")
                .breakGlass(BreakGlassState.Unsigned, false)
                .build());
    assertEquals("SeatOutsideEU", reason(status, "PolicySatisfied"));
    assertNull(
        of(
            WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).ready(3).build()),
            "BreakGlass"));
  }

  @Test
  void whatTheEnginesOwnCheckRefusedIsNotReadyAndSaysSo() {
    Outcome kept = new Outcome.Kept(new Reason("CheckFailed", "a defect, report it", false));
    BleuWorkloadStatus runs =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(kept).ready(3).build());
    assertEquals("False", of(runs, "Ready"));
    assertEquals("CheckFailed", reason(runs, "Placed"));
    assertEquals("a defect, report it", message(runs, "Placed"));
    assertEquals("True", of(runs, "Available"));
    assertEquals("Unknown", of(runs, "Resilient"));
    assertNull(of(runs, "Stalled"), "what runs is never stalled");
  }

  @Test
  void policyAndResilienceStandApartFromReady() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .violation("SeatOutsideEU")
                .shortfall("SurvivalUnsatisfiable")
                .ready(3)
                .build());
    assertEquals("True", of(status, "Ready"));
    assertEquals("False", of(status, "PolicySatisfied"));
    assertEquals("False", of(status, "Resilient"));
  }

  @Test
  void obstacleThatNeedsAPersonStalls() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .ready(0)
                .obstacle("NameConflict", false)
                .build());
    assertEquals("True", of(status, "Stalled"));
    assertEquals("NameConflict", reason(status, "Available"));
    status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .ready(0)
                .obstacle("DeliveryRefused", true)
                .build());
    assertNull(of(status, "Stalled"));
    assertEquals("DeliveryRefused", reason(status, "Reconciling"));
  }

  /** Decided, and nobody may act on it: where it runs, it runs by the decision before. */
  @Test
  void decisionThatCannotBeWrittenIsNotPlaced() {
    WorkloadFacts facts =
        new WorkloadFactsBuilder()
            .outcome(PLACED)
            .ready(3)
            .obstacle("PlacementNotWritten", true)
            .build();
    BleuWorkloadStatus status = WorkloadStatus.of(unpublished(facts, facts.assignments()));
    for (String type : List.of("Placed", "Available", "Ready")) {
      assertEquals("False", of(status, type), type);
      assertEquals("PlacementNotWritten", reason(status, type), type);
    }
    assertNull(of(status, "Stalled"));
    assertEquals("a=3", status.zones());
    assertEquals("web", status.placementRef());

    status = WorkloadStatus.of(unpublished(facts, List.of()));
    assertEquals("PlacementNotWritten", reason(status, "Placed"));
    assertNull(status.zones());
    assertNull(status.placementRef());
  }

  private static WorkloadFacts unpublished(WorkloadFacts facts, List<Assignment> written) {
    return new WorkloadFacts(
        facts.workload(),
        facts.generation(),
        facts.errors(),
        facts.decision(),
        written,
        false,
        facts.observed(),
        facts.now());
  }

  /** Ready it may be called without a look at its pods; that it is Ready elsewhere is counted. */
  @Test
  void anEvacuationIsOverWhenItsReplicasWereCountedReadyElsewhere() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).left().ready(3).build());
    assertEquals(List.of("b"), status.lastEvacuation().zones());
    assertEquals(3, status.lastEvacuation().replicas());
    assertNotNull(status.lastEvacuation().readyTime());

    status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().outcome(PLACED).pods().left().ready(2).build());
    assertEquals("True", of(status, "Ready"));
    assertEquals(List.of("b"), status.lastEvacuation().zones());
    assertNull(status.lastEvacuation().readyTime());

    status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().outcome(PLACED).pods().left().ready(3).build());
    assertNotNull(status.lastEvacuation().readyTime());

    status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().outcome(PLACED).external().left().ready(3).build());
    assertEquals("True", of(status, "Ready"));
    assertNull(status.lastEvacuation(), "nothing of it is counted");
  }

  /** Between a decision and the snapshot of its pass: what left is known by the zones told. */
  @Test
  void zonesThatAreToldStayUntilTheEstateIsThatOfTheDecision() {
    BleuWorkloadStatus early =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().outcome(PLACED).left().behind().ready(3).build());
    assertEquals("b=3", early.zones());
    assertNull(early.lastEvacuation());
    assertEquals("True", of(early, "Ready"), "what is seen is told");

    BleuWorkloadStatus first =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).behind().ready(3).build());
    assertNull(first.zones(), "it ran nowhere");

    BleuWorkloadStatus known =
        WorkloadStatus.of(new WorkloadFactsBuilder().outcome(PLACED).left().ready(3).build());
    BleuWorkloadStatus again =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().outcome(PLACED).before(known).behind().ready(2).build());
    assertEquals(known.lastEvacuation(), again.lastEvacuation(), "what was told stays");
  }

  /** As the agent of a cluster that was lost tells of nothing: what it is to remove is no part. */
  @Test
  void anEvacuationIsOverThoughWhatWasLeftIsNotGone() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .obstacle("WorkStatusBehind", true)
                .left()
                .ready(3)
                .build());
    assertEquals("WorkStatusBehind", reason(status, "Ready"));
    assertNotNull(status.lastEvacuation().readyTime());

    status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .obstacle("WorkStatusBehind", true)
                .left()
                .ready(2)
                .build());
    assertNull(status.lastEvacuation().readyTime());

    // What is decided for them is not all that was lost.
    status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .errors("spec.x: is wrong")
                .left()
                .ready(3)
                .build());
    assertEquals("False", of(status, "Placed"));
    assertNull(status.lastEvacuation().readyTime());
  }

  /** A person must act, whatever else is wrong; what runs is told as it is. */
  @Test
  void whereNothingMayBeChangedItSaysSoAndTellsWhatRuns() {
    String sentence =
        "nothing is decided for this workload, and what it has stays as it is: the operator may not"
            + " change objects in namespace n; add it to rbac.namespaces of the chart";
    for (WorkloadFacts facts :
        List.of(
            new WorkloadFactsBuilder().notServed().ready(3).build(),
            new WorkloadFactsBuilder().notServed().ready(3).errors("spec.x: is wrong").build())) {
      BleuWorkloadStatus status = WorkloadStatus.of(facts);
      for (String type : List.of("Ready", "Placed")) {
        assertEquals("False", of(status, type));
        assertEquals("NamespaceNotServed", reason(status, type));
      }
      assertEquals("True", of(status, "Stalled"));
      assertEquals(sentence, Conditions.find(status.conditions(), "Stalled").getMessage());
      assertEquals("True", of(status, "Available"));
      assertNull(of(status, "Reconciling"));
      assertEquals("a=3", status.zones());
      assertTrue(UnservedNamespace.isSaidBy(told(facts.workload(), status)));
    }
    WorkloadFacts usual = new WorkloadFactsBuilder().outcome(PLACED).ready(3).build();
    assertFalse(UnservedNamespace.isSaidBy(usual.workload()));
    assertFalse(UnservedNamespace.isSaidBy(told(usual.workload(), WorkloadStatus.of(usual))));
  }

  /** Its finalizers hold it, and nobody removes them before the namespace is listed. */
  @Test
  void whatIsDeletedThereSaysWhatHoldsIt() {
    WorkloadFacts facts = new WorkloadFactsBuilder().outcome(PLACED).ready(1).build();
    BleuWorkload workload = told(facts.workload(), WorkloadStatus.of(facts));
    assertEquals("True", of(workload.getStatus(), "Reconciling"));
    BleuWorkloadStatus status = EndingStatus.notServed(workload, Estates.NOON);
    assertEquals("NamespaceNotServed", reason(status, "Ready"));
    assertEquals("True", of(status, "Stalled"));
    assertNull(of(status, "Reconciling"));
    assertEquals(of(workload.getStatus(), "Placed"), of(status, "Placed"));
    assertEquals(
        "it is being deleted, and the finalizers of the operator hold it: the operator may not"
            + " change objects in namespace n; add it to rbac.namespaces of the chart, or remove"
            + " them and what they stand for yourself",
        Conditions.find(status.conditions(), "Stalled").getMessage());
  }

  /** What it said while its namespace was not listed freezes nothing once that is. */
  @Test
  void whatIsDeletedWhereTheOperatorServesAgainDoesNotSayThatItDoesNot() {
    WorkloadFacts facts = new WorkloadFactsBuilder().notServed().ready(1).build();
    BleuWorkload workload = told(facts.workload(), WorkloadStatus.of(facts));
    BleuWorkloadStatus stays = EndingStatus.notServed(workload, Estates.NOON);
    assertTrue(UnservedNamespace.isSaidBy(told(workload, stays)));
    BleuWorkloadStatus goes =
        EndingStatus.of(workload, new TreeMap<>(Map.of("a", "it is away")), Estates.NOON);
    assertFalse(UnservedNamespace.isSaidBy(told(workload, goes)));
    assertTrue(
        goes.conditions().stream().noneMatch(c -> "NamespaceNotServed".equals(c.getReason())),
        goes.conditions().toString());
    assertEquals("WaitsForTarget", reason(goes, "Reconciling"));
  }

  private static BleuWorkload told(BleuWorkload workload, BleuWorkloadStatus status) {
    workload.setStatus(status);
    return workload;
  }

  @Test
  void zeroReplicasAreReady() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(new WorkloadFactsBuilder().replicas(0).outcome(PLACED).build());
    assertEquals("True", of(status, "Ready"));
    assertEquals(0, status.missingReplicas());
    assertNull(status.zones());
  }

  /** What was asked for before may be there yet: in a cluster that is not seen, for one. */
  @Test
  void zeroReplicasSayWhatMayStillRun() {
    BleuWorkloadStatus unseen =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().replicas(0).outcome(PLACED).unseen("b").build());
    assertEquals("NothingToRun", reason(unseen, "Available"));
    assertEquals(
        "no replicas are asked for; replicas that were moved away may still run in b, of which"
            + " nothing is seen",
        message(unseen, "Available"));
    BleuWorkloadStatus ending =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().replicas(0).outcome(PLACED).standing("b", 2).build());
    assertEquals("True", of(ending, "Available"));
    assertEquals(
        "no replicas are asked for, and some still run in b", message(ending, "Available"));
    BleuWorkloadStatus removing =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .replicas(0)
                .outcome(PLACED)
                .obstacle("Removing", true)
                .build());
    assertEquals("False", of(removing, "Available"));
    assertEquals("Removing", reason(removing, "Available"));
  }

  @Test
  void sameFactsLaterGiveTheSameStatus() {
    WorkloadFactsBuilder facts = new WorkloadFactsBuilder().outcome(PLACED).ready(2);
    BleuWorkloadStatus first = WorkloadStatus.of(facts.build());
    BleuWorkloadStatus second =
        WorkloadStatus.of(facts.before(first).now(NOON.plusSeconds(600)).build());
    assertEquals(first, second);
    BleuWorkloadStatus third =
        WorkloadStatus.of(facts.before(second).ready(3).now(NOON.plusSeconds(900)).build());
    assertEquals("2026-11-24T12:15:00Z", find(third, "Ready").getLastTransitionTime());
    assertEquals("2026-11-24T12:00:00Z", find(third, "Placed").getLastTransitionTime());
  }

  @Test
  void whatItSurvivesIsSaidWithWhatItRestsOn() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder()
                .outcome(PLACED)
                .tolerates(
                    new Decision.Tolerance(Scope.SITE, 1, false),
                    new Decision.Tolerance(Scope.REGION, 1, true))
                .ready(3)
                .build());
    assertEquals("1 Site, 1 Region (assumed)", status.tolerates());
  }

  @Test
  void everyErrorOfTheSpecIsInTheMessage() {
    BleuWorkloadStatus status =
        WorkloadStatus.of(
            new WorkloadFactsBuilder().errors("spec.a: wrong", "spec.b: wrong").build());
    assertEquals("True", of(status, "Stalled"));
    assertEquals("InvalidSpec", reason(status, "Placed"));
    assertEquals("spec.a: wrong; spec.b: wrong", message(status, "Stalled"));
  }

  private static String of(BleuWorkloadStatus status, String type) {
    Condition c = find(status, type);
    return c == null ? null : c.getStatus();
  }

  private static String reason(BleuWorkloadStatus status, String type) {
    return find(status, type).getReason();
  }

  private static String message(BleuWorkloadStatus status, String type) {
    return find(status, type).getMessage();
  }

  private static Condition find(BleuWorkloadStatus status, String type) {
    return Conditions.find(status.conditions(), type);
  }
}
