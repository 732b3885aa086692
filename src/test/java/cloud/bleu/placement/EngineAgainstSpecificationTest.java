package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.a;
import static cloud.bleu.placement.Specified.code;
import static cloud.bleu.placement.Specified.plan;
import static cloud.bleu.placement.Specified.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BoundRule.Action;
import cloud.bleu.placement.estate.BoundRule.OnViolation;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sections 1 and 2 of the placement semantics, a test a sentence, the planner as a black box. */
class EngineAgainstSpecificationTest {

  private static EstateBuilder three() {
    return estate().zones(100, "z1", "z2", "z3");
  }

  /** Section 1. */
  @Nested
  class CapacityOfZones {

    @Test
    void aReplicaIsPlacedWholeInOneZone() {
      Decision d = a(estate().zones(4, "z1", "z2").workload(a(1).cpu(5)));
      assertEquals("", zones(d));
    }

    @Test
    void aWorkloadWithoutRequestsIsRefusedWithTheAdviceToStateThem() {
      Decision d = a(three().workload(a(1).noRequests()));
      assertEquals("RequestsMissing", code(d));
      String message = ((Decision.Outcome.Unplaceable) d.outcome()).reason().message();
      assertTrue(message.contains("requests"), message);
    }

    @Test
    void aResourceThatIsAbsentIsZero() {
      assertEquals("", where(three().workload(a(1).request("nvidia.com/gpu", 1))));
      assertEquals(
          "z2=1",
          where(three().zone(zone("z4")).workload(a(1).request("nvidia.com/gpu", 0).only("z2"))));
    }

    @Test
    void tenFourCpuNodesDoNotHoldOnePodOfFive() {
      assertEquals("", where(estate().zone(zone("z1").nodes(10, 4)).workload(a(1).cpu(5))));
      assertEquals("z1=1", where(estate().zone(zone("z1").nodes(1, 5)).workload(a(1).cpu(5))));
    }

    @Test
    void replicasOfAShapeAreAtMostTheSumOverNodes() {
      // Nodes of 5 cpus take one replica of 3 each, and 2 cpus are left on each.
      EstateBuilder e = estate().zone(zone("z1").nodes(3, 5));
      assertEquals("z1=3", where(e.workload(a(3).cpu(3))));
      assertEquals("", where(estate().zone(zone("z1").nodes(3, 5)).workload(a(4).cpu(3))));
      Plan two =
          plan(
              estate()
                  .zone(zone("z1").nodes(3, 5))
                  .workload(a(2).cpu(3), workload("b").cpu(3).replicas(2)));
      assertEquals("z1=2", zones(of(two, "a")));
      assertEquals("", zones(of(two, "b")));
    }

    @Test
    void aDeclaredZoneSaysItsLargestNode() {
      ZoneBuilder z = zone("z1").cpu(100).largestNode(Map.of("cpu", 4000L));
      assertEquals("", where(estate().zone(z).workload(a(1).cpu(5))));
      assertEquals("z1=1", where(estate().zone(z).workload(a(1).cpu(4))));
    }

    @Test
    void usablePercentLeavesRoomForWhatPackingLoses() {
      assertEquals(
          "z1=9", where(estate().zone(zone("z1").cpu(10).usablePercent(90)).workload(a(9))));
      assertEquals("", where(estate().zone(zone("z1").cpu(10).usablePercent(90)).workload(a(10))));
    }

    @Test
    void rolloutsNeedRoomForTheLargestSurgeOfAZone() {
      assertEquals("", where(estate().zones(3, "z1").workload(a(3).surges())));
      assertEquals("z1=3", where(estate().zones(4, "z1").workload(a(3).surges())));
      // One zone of a workload at a time, the largest surge once: 1 + 2 in use, 2 for the rollout.
      for (int cpus : new int[] {4, 5}) {
        Plan p =
            plan(estate().zones(cpus, "z1").workload(a(1).surges(), workload("b").cpu(2).surges()));
        assertEquals(cpus == 5 ? "z1=1" : "", zones(of(p, "b")));
        assertEquals("z1=1", zones(of(p, "a")));
      }
    }

    @Test
    void noRoomIsSoldTwice() {
      Plan p = plan(estate().zones(3, "z1").workload(a(2), workload("b").replicas(2)));
      assertEquals("z1=2", zones(of(p, "a")));
      assertEquals("", zones(of(p, "b")));
    }
  }

  /** Section 2. */
  @Nested
  class AllowedZones {

    @Test
    void aZoneIsAllowedIfNoEnforcedRuleAnswersRejectOrUnknown() {
      for (Verdict.Result answer : Verdict.Result.values()) {
        for (Action action : Action.values()) {
          String where =
              where(
                  estate()
                      .zones(9, "z1")
                      .workload(a(1).rule(Estates.rule("r", action, OnViolation.Report, answer))));
          boolean excluded =
              action == Action.Enforce
                  && (answer == Verdict.Result.Reject || answer == Verdict.Result.Unknown);
          assertEquals(excluded ? "" : "z1=1", where, answer + " " + action);
        }
      }
    }

    @Test
    void everyZoneKeepsAllOfItsFailingVerdicts() {
      Decision d =
          a(
              three()
                  .workload(
                      a(1).rule(reject("first", "z3"))
                          .rule(
                              Estates.rule(
                                  "second",
                                  Action.Enforce,
                                  OnViolation.Report,
                                  Verdict.Result.Unknown,
                                  "z2",
                                  "z3"))));
      assertEquals("z3=1", zones(d));
      assertEquals(
          List.of("first", "second"),
          d.rejected().get("z1").stream().map(Verdict::rule).sorted().toList());
      assertEquals(List.of("first"), d.rejected().get("z2").stream().map(Verdict::rule).toList());
      assertFalse(d.rejected().containsKey("z3"));
    }

    @Test
    void noZoneAllowedIsTheReasonWhenTheRulesExcludeAll() {
      Decision d = a(three().workload(a(1).only("elsewhere")));
      assertEquals("NoZoneAllowed", code(d));
      assertFalse(((Decision.Outcome.Unplaceable) d.outcome()).reason().canPassByItself());
    }

    @Test
    void hardRequirementsNeverStopWhatRuns() {
      Decision d = a(three().workload(a(2).rule(reject("r", "z2"))).running("a", "z1", 2));
      assertEquals("z1=2", zones(d));
      assertEquals(List.of("z1"), d.violations().stream().map(Verdict::zone).toList());
    }

    @Test
    void aRuleThatMovesNowMovesOnRejectAndUnknownNeverDoes() {
      for (Verdict.Result answer : List.of(Verdict.Result.Reject, Verdict.Result.Unknown)) {
        Decision d =
            a(
                three()
                    .workload(
                        a(2).rebalance(Mode.Never, 0)
                            .rule(
                                Estates.rule(
                                    "r", Action.Enforce, OnViolation.MoveNow, answer, "z2")))
                    .running("a", "z1", 2));
        assertEquals(answer == Verdict.Result.Reject ? "z2=2" : "z1=2", zones(d));
      }
    }

    @Test
    void aRuleThatRebalancesMovesWithinTheBudget() {
      BoundRule r =
          Estates.rule("r", Action.Enforce, OnViolation.Rebalance, Verdict.Result.Reject, "z2");
      assertEquals(
          "z1=2, z2=1",
          where(
              three().workload(a(3).rebalance(Mode.WhenNeeded, 1).rule(r)).running("a", "z1", 3)));
      assertEquals(
          "z1=3",
          where(three().workload(a(3).rebalance(Mode.Never, 9).rule(r)).running("a", "z1", 3)));
    }

    @Test
    void drainedAndLostZonesAreLeft() {
      for (ZoneState state : List.of(ZoneState.Drained, ZoneState.Lost)) {
        Decision d =
            a(
                estate()
                    .zone(zone("z1").state(state), zone("z2"))
                    .workload(a(2).rebalance(Mode.Never, 0))
                    .running("a", "z1", 2));
        assertEquals("z2=2", zones(d), state.toString());
        assertEquals(List.of(new Contingency.Move("z1", "z2", 2)), d.moves());
        assertEquals(Decision.Cause.ZoneState, d.cause());
      }
    }

    @Test
    void aCordonedZoneGetsNothingNewAndKeepsWhatItHas() {
      ZoneBuilder cordoned = zone("z1").state(ZoneState.Cordoned);
      assertEquals(
          "z1=2, z2=1",
          where(estate().zone(cordoned, zone("z2")).workload(a(3)).running("a", "z1", 2)));
      assertEquals("", where(estate().zone(cordoned).workload(a(1))));
    }

    @Test
    void aZoneWhoseObjectIsGoneGetsNothingNewAndKeepsWhatItHas() {
      assertEquals(
          "z2=1, z9=2", where(estate().zones(9, "z2").workload(a(3)).running("a", "z9", 2)));
    }

    private static BoundRule reject(String name, String... zones) {
      return Estates.rule(name, Action.Enforce, OnViolation.Report, Verdict.Result.Reject, zones);
    }
  }
}
