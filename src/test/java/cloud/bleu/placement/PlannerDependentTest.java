package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.running;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who moves, goes home or leaves while others count on it. Where names order those that need each
 * other, each scenario runs with the names either way.
 */
class PlannerDependentTest {

  /**
   * A target has priority and policy of whoever of those that need it has the highest priority. Of
   * several with that priority one that preempts is enough, whatever their names are. Its own
   * policy counts if its own priority is as high. What it would evict has priority 15.
   */
  @ParameterizedTest
  @CsvSource({
    // a and b, which need the target, the target, and whether it preempts
    "20, false, 10, true, 0, false, false",
    "10, true, 20, false, 0, false, false",
    "20, false, 10, true, 0, true, false",
    "20, false, 20, true, 0, false, true",
    "20, true, 20, false, 0, false, true",
    "20, true, 10, false, 0, false, true",
    "20, true, 20, true, 20, false, false",
    "20, false, 20, false, 20, true, true",
  })
  void aTargetPreemptsAsTheHighestThatNeedsItDoes(
      int a,
      boolean aPreempts,
      int b,
      boolean bPreempts,
      int target,
      boolean targetPreempts,
      boolean preempts) {
    Plan plan =
        Planner.plan(
            estate()
                .zone(zone("z1").cpu(4))
                .workload(
                    workload("a").priority(a, aPreempts).affinity("t", Scope.ZONE, true),
                    workload("b").priority(b, bPreempts).affinity("t", Scope.ZONE, true),
                    workload("t").priority(target, targetPreempts),
                    workload("v").replicas(4).priority(15))
                .running("v", "z1", 4)
                .build());
    assertEquals(preempts ? "z1=1" : "", zones(of(plan, "t")));
    plan.decisions()
        .forEach(d -> assertFalse(d.outcome() instanceof Decision.Outcome.Kept, d::toString));
  }

  /** A rule sends it away, and those that need it come after. */
  @ParameterizedTest
  @CsvSource({"1,1,9", "2,1,9", "2,1,1", "1,2,9"})
  void whoHasItsTurnYetFollowsWhatMends(int replicas, int dependents, int budget) {
    EstateBuilder builder =
        estate()
            .zone(zone("z1").cpu(9), zone("z2").cpu(9))
            .workload(
                workload("db")
                    .replicas(replicas)
                    .rebalance(Workload.Rebalance.Mode.WhenNeeded, budget)
                    .rule(leaving("z2")))
            .running("db", "z1", replicas);
    for (int i = 0; i < dependents; i++) {
      builder
          .workload(workload("web" + i).affinity("db", Scope.ZONE, true))
          .running("web" + i, "z1", 1);
    }
    Estate estate = builder.build();
    Plan plan = proposed(estate);
    for (int hour = 1; hour < replicas; hour++) {
      plan = proposed(Estates.with(estate, Estates.inForce(plan)));
    }
    assertEquals("z2=" + replicas, zones(of(plan, "db")));
    for (int i = 0; i < dependents; i++) {
      assertEquals("z2=1", zones(of(plan, "web" + i)));
    }
  }

  /** Who is alone from before cannot come; so the one that it needs does. */
  @Test
  void whoIsAloneFromBeforeIsComeTo() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z1"), zone("z2"))
                .workload(
                    workload("db"), workload("web").only("z1").affinity("db", Scope.ZONE, true))
                .running("db", "z2", 1)
                .running("web", "z1", 1));
    assertEquals("z1=1", zones(of(plan, "db")));
  }

  /** No move mends both zones, so none is made: the next plan would undo it. */
  @Test
  void whoIsNeededInTwoZonesStaysInOne() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z1"), zone("z2"))
                .workload(
                    workload("db"),
                    workload("web")
                        .replicas(2)
                        .rebalance(Workload.Rebalance.Mode.Never, 0)
                        .affinity("db", Scope.ZONE, true))
                .running("db", "z2", 1)
                .running("web", "z1", 1, "z2", 1));
    assertEquals("z2=1", zones(of(plan, "db")));
  }

  static Stream<List<String>> twoNames() {
    return Stream.of(List.of("a", "b"), List.of("b", "a"));
  }

  @ParameterizedTest
  @MethodSource("twoNames")
  void thoseThatNeedEachOtherGoHomeTogether(List<String> names) {
    String near = names.get(0);
    String far = names.get(1);
    Plan plan =
        proven(
            estate()
                .zone(zone("z1").region("r1"), zone("z2").region("r1"))
                .workload(
                    workload(near).affinity(far, Scope.ZONE, true),
                    workload(far).affinity(near, Scope.REGION, true))
                .placement(away(near, "z2", "z1"), away(far, "z2", "z1")));
    assertEquals("z1=1", zones(of(plan, near)));
    assertEquals("z1=1", zones(of(plan, far)));
  }

  /** No way home for one is none for the other: nobody is left alone for it. */
  @ParameterizedTest
  @MethodSource("twoNames")
  void nobodyGoesHomeFromWhoCannotFollow(List<String> names) {
    String near = names.get(0);
    String far = names.get(1);
    Plan plan =
        proven(
            estate()
                .zone(zone("z1").region("r1"), zone("z2").region("r1"))
                .workload(
                    workload(near).only("z2").affinity(far, Scope.ZONE, true),
                    workload(far).affinity(near, Scope.REGION, true))
                .placement(running(near, "z2", 1), away(far, "z2", "z1")));
    assertEquals("z2=1", zones(of(plan, near)));
    assertEquals("z2=1", zones(of(plan, far)));
    assertEquals("z1", homes(of(plan, far)));
  }

  /** Who cannot move stops nobody: the others come to it as far as the hour lets them. */
  @Test
  void whoCannotMoveStopsNobodyElseOfACycle() {
    Plan plan =
        proposed(
            estate()
                .zone(zone("z1"), zone("z2"))
                .workload(
                    workload("a").only("z2").affinity("b", Scope.ZONE, true),
                    workload("b").affinity("c", Scope.ZONE, true),
                    workload("c").replicas(2).affinity("a", Scope.ZONE, true))
                .running("a", "z2", 1)
                .placement(
                    new Placement(
                        Estates.id("c"), null, List.of(Assignment.of("z1", 2)), List.of(), 1))
                .build());
    assertEquals("z2=1", zones(of(plan, "a")));
    assertEquals("z2=1", zones(of(plan, "b")));
    assertEquals("z1=1, z2=1", zones(of(plan, "c")));
  }

  /** What was tried together and taken back leaves no trace: no home, and no cause. */
  @Test
  void whatIsTakenBackIsAsBefore() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z1"), zone("z2"))
                .workload(
                    workload("a").only("z2").affinity("b", Scope.ZONE, true),
                    workload("b").only("z1").affinity("c", Scope.ZONE, true),
                    workload("c").affinity("a", Scope.ZONE, true))
                .running("a", "z2", 1)
                .running("c", "z1", 1));
    assertEquals("z1=1", zones(of(plan, "b")));
    assertEquals(Decision.Cause.Unchanged, of(plan, "c").cause());
    assertEquals("z1", homes(of(plan, "c")));
  }

  /** Room for the second replica was found only in what was taken back: it lacks it still. */
  @Test
  void whatLackedSomethingLacksItAgain() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z1"), zone("z2").cpu(2))
                .workload(
                    workload("a").affinity("b", Scope.ZONE, true),
                    workload("b").rule(leaving("z2")).affinity("c", Scope.ZONE, true),
                    workload("c")
                        .replicas(2)
                        .rebalance(Workload.Rebalance.Mode.Never, 0)
                        .affinity("a", Scope.ZONE, true))
                .running("a", "z2", 1)
                .running("b", "z1", 1)
                .running("c", "z2", 1));
    assertEquals("z1=1", zones(of(plan, "b")));
    assertEquals(1, of(plan, "c").missing());
    assertInstanceOf(Decision.Outcome.PartlyPlaced.class, of(plan, "c").outcome());
  }

  /**
   * One goes to the one that it needs, and then those that need it; what a rule asks comes last.
   */
  @Test
  void thoseThatNeedOneFollowItBeforeOthersMove() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z1"), zone("z2").cpu(2))
                .workload(
                    workload("a").affinity("b", Scope.ZONE, true),
                    workload("b").rule(leaving("z2")).affinity("c", Scope.ZONE, true),
                    workload("c").replicas(2).affinity("a", Scope.ZONE, true))
                .running("a", "z2", 1)
                .running("b", "z1", 1)
                .running("c", "z2", 1));
    assertEquals("z1=1", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
    assertEquals("z1=2", zones(of(plan, "c")));
  }

  /** Who was evicted only in what was taken back runs where it ran. */
  @Test
  void whoWasEvictedOnTrialRunsOn() {
    Plan plan =
        proven(
            estate()
                .zone(
                    zone("z1").region("r1").cpu(1),
                    zone("z2").region("r2").cpu(2),
                    zone("z3").region("r2").cpu(1))
                .workload(
                    workload("a").affinity("b", Scope.ZONE, true),
                    workload("b").affinity("c", Scope.ZONE, true),
                    workload("c").replicas(2).affinity("a", Scope.REGION, true),
                    workload("d").priority(-5))
                .running("a", "z1", 1)
                .running("b", "z2", 1)
                .running("c", "z1", 1)
                .running("d", "z3", 1));
    assertEquals("z3=1", zones(of(plan, "d")));
    assertEquals(1, of(plan, "c").missing());
  }

  /** It came for who has to leave: that one stays with it in this plan, and leaves in the next. */
  @Test
  void whoHasToLeaveStaysForWhoCameForIt() {
    Estate estate =
        estate()
            .zone(zone("z1").region("r1"), zone("z2").region("r1"))
            .workload(
                workload("a").rule(movingTo("z2")).affinity("b", Scope.REGION, true),
                workload("b").only("z1").affinity("a", Scope.ZONE, true))
            .running("a", "z1", 1)
            .build();
    Plan plan = proposed(estate);
    assertEquals("z1=1", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
  }

  private static BoundRule movingTo(String... zones) {
    return Estates.rule(
        "r", BoundRule.Action.Enforce, BoundRule.OnViolation.MoveNow, Verdict.Result.Reject, zones);
  }

  /** It has to leave its zone, and nothing else takes it: it stays, and is counted on. */
  @ParameterizedTest
  @MethodSource("twoNames")
  void whoHasToLeaveAndCannotIsCountedOn(List<String> names) {
    String grows = names.get(0);
    String stays = names.get(1);
    Plan plan =
        proven(
            estate()
                .zone(
                    zone("z1").region("r1").state(ZoneState.Drained),
                    zone("z2").region("r1"),
                    zone("z3").region("r2"))
                .workload(
                    workload(grows).replicas(2).affinity(stays, Scope.REGION, true),
                    workload(stays).only("z1").affinity(grows, Scope.REGION, true))
                .running(grows, "z2", 1)
                .running(stays, "z1", 1));
    assertEquals("z2=2", zones(of(plan, grows)));
    assertEquals("z1=1", zones(of(plan, stays)));
  }

  static Stream<List<String>> fiveNames() {
    return Stream.of(List.of("a", "b", "c", "d", "e"), List.of("e", "d", "c", "b", "a"));
  }

  /** Each waits for the next; the last one needs the first only somewhere near. */
  @ParameterizedTest
  @MethodSource("fiveNames")
  void aChainOfAnyLengthGrowsInOnePlan(List<String> names) {
    EstateBuilder builder =
        estate().zone(zone("z1").region("r1").cpu(5), zone("z2").region("r1").cpu(9));
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      builder
          .workload(
              workload(names.get(i))
                  .replicas(2)
                  .affinity(names.get((i + 1) % 5), last ? Scope.REGION : Scope.ZONE, true))
          .running(names.get(i), "z1", 1);
    }
    Plan plan = proven(builder);
    for (String name : names) {
      assertEquals("z1=1, z2=1", zones(of(plan, name)), name);
    }
  }

  /** Who comes later leaves z2: the two that need each other look again together. */
  @ParameterizedTest
  @MethodSource("twoNames")
  void roomGivenUpLaterIsForThoseThatNeedEachOtherToo(List<String> names) {
    String near = names.get(0);
    String far = names.get(1);
    Plan plan =
        proven(
            estate()
                .zone(
                    zone("z1").region("r1").cpu(2),
                    zone("z2").region("r1").cpu(2),
                    zone("z3").region("r2").cpu(9))
                .workload(
                    workload(near).replicas(2).only("z1", "z2").affinity(far, Scope.ZONE, true),
                    workload(far).replicas(2).only("z1", "z2").affinity(near, Scope.REGION, true),
                    workload("z")
                        .cpu(2)
                        .priority(-1)
                        .rebalance(Workload.Rebalance.Mode.WhenNeeded, 9)
                        .rule(movingTo("z3")))
                .running(near, "z1", 1)
                .running(far, "z1", 1)
                .running("z", "z2", 1));
    assertEquals("z1=1, z2=1", zones(of(plan, near)));
    assertEquals("z1=1, z2=1", zones(of(plan, far)));
  }

  /** What a degraded zone no longer holds leaves it: nobody comes there for it. */
  @ParameterizedTest
  @MethodSource("twoNames")
  void nobodyComesToWhatADegradedZoneNoLongerHolds(List<String> names) {
    String comes = names.get(0);
    String leaves = names.get(1);
    proven(
        estate()
            .zone(
                zone("z1")
                    .region("r1")
                    .cpu(1)
                    .health(Health.Signal.Degraded, NOW.minus(Duration.ofDays(1))),
                zone("z2").region("r1"),
                zone("z3").region("r2"))
            .workload(
                workload(comes).replicas(3).affinity(leaves, Scope.REGION, true),
                workload(leaves)
                    .cpu(2)
                    .only("z1", "z3")
                    .failover(Duration.ofMinutes(5), Duration.ofMinutes(5))
                    .affinity(comes, Scope.REGION, true))
            .running(comes, "z2", 1, "z3", 1)
            .running(leaves, "z1", 1));
  }

  /** Where it stays in the region it may move, whatever its old moves at a loss lead to. */
  @ParameterizedTest
  @MethodSource("twoNames")
  void movesOfAnotherPlaceBarNoMove(List<String> names) {
    String counts = names.get(0);
    String mends = names.get(1);
    Estate before =
        estate()
            .zone(zone("z1").region("r1"), zone("z2").region("r1"), zone("z3").region("r1"))
            .workload(
                workload(counts)
                    .replicas(2)
                    .tolerate(Scope.ZONE)
                    .rule(Estates.only("z2", "z3"))
                    .affinity(mends, Scope.REGION, true),
                workload(mends)
                    .tolerate(Scope.ZONE, 0, Recover.Reserved, true)
                    .affinity(counts, Scope.REGION, true))
            .running(counts, "z2", 1, "z3", 1)
            .running(mends, "z1", 1)
            .build();
    List<Placement> standing = Estates.inForce(proposed(before));
    Plan plan =
        proposed(
            Estates.with(
                before.withWorkloads(
                    before.workloads().stream()
                        .map(
                            w ->
                                w.id().name().equals(mends)
                                    ? w.withRules(List.of(leaving("z2", "z3")))
                                    : w)
                        .toList()),
                standing));
    assertEquals(1, of(plan, mends).assignments().stream().filter(a -> a.replicas() > 0).count());
    assertEquals(false, zones(of(plan, mends)).contains("z1"), zones(of(plan, mends)));
  }

  static Stream<Arguments> threeNamesAndOneThatIsGone() {
    return Stream.of("a b c", "a c b", "b a c", "b c a", "c a b", "c b a")
        .map(names -> List.of(names.split(" ")))
        .flatMap(names -> Stream.of(Arguments.of(names, true), Arguments.of(names, false)));
  }

  /** One of them needs another that does not exist: it is without that one wherever it stands. */
  @ParameterizedTest
  @MethodSource("threeNamesAndOneThatIsGone")
  void aTargetThatDoesNotExistStopsNoJointMove(List<String> names, boolean gone) {
    String mends = names.get(0);
    String leaves = names.get(1);
    String follows = names.get(2);
    WorkloadBuilder drained = workload(leaves).affinity(mends, Scope.REGION, true);
    if (gone) {
      drained.affinity("gone", Scope.REGION, true);
    }
    Plan plan =
        proven(
            estate()
                .zone(
                    zone("z1").region("r1").state(ZoneState.Drained),
                    zone("z2").region("r1").cpu(2),
                    zone("z3").region("r2"))
                .workload(
                    workload(mends).rule(leaving("z3")).affinity(follows, Scope.REGION, true),
                    drained,
                    workload(follows).replicas(2).affinity(leaves, Scope.REGION, true))
                .running(mends, "z2", 1)
                .running(leaves, "z1", 1)
                .running(follows, "z2", 1, "z3", 1));
    assertEquals("z3=1", zones(of(plan, mends)));
    assertEquals("z3=1", zones(of(plan, leaves)));
    assertEquals("z3=2", zones(of(plan, follows)));
  }

  /** The first that would move cannot be followed: the next one is, and takes the room. */
  @Test
  void whoCannotBeFollowedStopsNoOtherMover() {
    Plan plan =
        proven(
            estate()
                .zone(zone("z1"), zone("z2").cpu(2))
                .workload(
                    workload("a").affinity("c", Scope.ZONE, true),
                    workload("b")
                        .rule(leaving("z2"))
                        .affinity("c", Scope.REGION, true)
                        .affinity("d", Scope.REGION, true),
                    workload("c")
                        .rule(leaving("z2"))
                        .affinity("a", Scope.REGION, true)
                        .affinity("b", Scope.REGION, true),
                    workload("d").only("z1").affinity("b", Scope.ZONE, true))
                .running("a", "z1", 1)
                .running("b", "z1", 1)
                .running("c", "z1", 1)
                .running("d", "z1", 1));
    assertEquals("z2=1", zones(of(plan, "a")));
    assertEquals("z1=1", zones(of(plan, "b")));
    assertEquals("z2=1", zones(of(plan, "c")));
    assertEquals("z1=1", zones(of(plan, "d")));
  }

  /** What they leave is for whoever came before them and lacked it. */
  @ParameterizedTest
  @MethodSource("twoNames")
  void thoseThatMoveTogetherGiveRoomUp(List<String> names) {
    String near = names.get(0);
    String far = names.get(1);
    Plan plan =
        proven(
            estate()
                .zone(zone("z1").region("r1"), zone("z2").region("r1").cpu(2))
                .workload(
                    workload("first").replicas(2).only("z2").priority(10, false),
                    workload(near).affinity(far, Scope.ZONE, true),
                    workload(far).affinity(near, Scope.REGION, true))
                .placement(away(near, "z2", "z1"), away(far, "z2", "z1")));
    assertEquals("z1=1", zones(of(plan, near)));
    assertEquals("z1=1", zones(of(plan, far)));
    assertEquals("z2=2", zones(of(plan, "first")));
  }

  /** For these zones, within the budget. */
  private static BoundRule leaving(String... zones) {
    return Estates.rule(
        "r",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Rebalance,
        Verdict.Result.Reject,
        zones);
  }

  private static Placement away(String name, String zone, String home) {
    return new Placement(
        Estates.id(name),
        null,
        List.of(new Assignment(home, 0, 1), new Assignment(zone, 1, 0)),
        List.of(),
        0);
  }

  private static String homes(Decision decision) {
    return String.join(
        " ",
        decision.assignments().stream().filter(a -> a.home() > 0).map(Assignment::zone).toList());
  }

  private static Plan proposed(Estate estate) {
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    return plan;
  }

  /** A plan that the checker takes as it is proposed, and after which nothing is to be done. */
  private static Plan proven(EstateBuilder builder) {
    Estate estate = builder.build();
    Plan plan = proposed(estate);
    Plan second = Planner.propose(Estates.with(estate, Estates.inForce(plan)), Map.of());
    for (Decision then : second.decisions()) {
      assertEquals(Decision.Cause.Unchanged, then.cause(), then.toString());
    }
    return plan;
  }
}
