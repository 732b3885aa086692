package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.simulation.RestState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What all workloads together move for a better state within an hour. */
class SharedBudgetTest {
  private static final Instant FREE = NOW.plus(Duration.ofMinutes(20));

  /** A workload whose replicas are all in z2, and at home in z1. */
  private static Placement away(String name, int replicas, int movedInLastHour) {
    return new Placement(
        Estates.id(name),
        null,
        List.of(new Assignment("z1", 0, replicas), new Assignment("z2", replicas, 0)),
        List.of(),
        movedInLastHour);
  }

  private static WorkloadBuilder three(String name) {
    return workload(name).replicas(3).rebalance(Mode.WhenNeeded, 2);
  }

  private static String home(Plan plan) {
    return plan.decisions().stream()
        .map(d -> d.id().name() + " " + inZ1(d) + (waits(d) ? " waits" : ""))
        .collect(Collectors.joining(", "));
  }

  private static int inZ1(Decision decision) {
    return decision.assignments().stream()
        .filter(a -> a.zone().equals("z1"))
        .mapToInt(Assignment::replicas)
        .sum();
  }

  private static boolean waits(Decision decision) {
    return decision.shortfalls().stream().anyMatch(s -> s.code().equals("MovesWait"));
  }

  /**
   * Three workloads of three replicas each want to go home, each by two in the hour of its own. All
   * together may so many, and moved so many before; c may be more urgent than the others.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // all may | a moved before | priority of c | at home then
        "   | 0 | 0  | a 2, b 2, c 2",
        "6  | 0 | 0  | a 2, b 2, c 2",
        "5  | 0 | 0  | a 2, b 2, c 1 waits",
        "3  | 0 | 0  | a 2, b 1 waits, c 0 waits",
        "3  | 0 | 10 | a 1 waits, b 0 waits, c 2",
        "3  | 1 | 10 | a 0 waits, b 0 waits, c 2",
        "3  | 2 | 0  | a 0, b 1 waits, c 0 waits",
        "3  | 3 | 10 | a 0, b 0 waits, c 0 waits",
        "1  | 9 | 0  | a 0, b 0 waits, c 0 waits",
        "0  | 0 | 10 | a 0 waits, b 0 waits, c 0 waits",
      })
  void goHomeInTheOrderOfDecisions(Integer all, int moved, int priority, String then) {
    EstateBuilder estate =
        estate()
            .zones(20, "z1", "z2")
            .workload(three("a"), three("b"), three("c").priority(priority))
            .placement(away("a", 3, moved), away("b", 3, 0), away("c", 3, 0));
    Estate bounded = all == null ? estate.build() : estate.moving(all, FREE).build();
    Plan plan = Planner.plan(bounded);
    assertEquals(then, home(plan));
    assertEquals(plan, Planner.plan(bounded, new PlannerMemory()));
  }

  /** One replica that must move; none may in the hour. */
  @ParameterizedTest
  @CsvSource({
    "lost, z2=1, false",
    "drained, z2=1, false",
    "silent, z2=1, false",
    "MoveNow, z2=1, false",
    "Rebalance, z1=1, true",
    "Report, z1=1, false",
  })
  void onlyWhatIsForABetterStateIsBounded(String why, String then, boolean waits) {
    ZoneBuilder z1 = zone("z1").cpu(9);
    WorkloadBuilder a =
        workload("a").replicas(1).failover(Duration.ofMinutes(5), Duration.ofMinutes(30));
    switch (why) {
      case "lost" -> z1.state(ZoneState.Lost);
      case "drained" -> z1.state(ZoneState.Drained);
      case "silent" -> z1.unhealthySince(NOW.minus(Duration.ofMinutes(6)));
      default ->
          a.rule(
              Estates.rule(
                  "r",
                  BoundRule.Action.Enforce,
                  BoundRule.OnViolation.valueOf(why),
                  Verdict.Result.Reject,
                  "z2",
                  "z3"));
    }
    Decision decision =
        Estates.of(
            Planner.plan(
                estate()
                    .moving(0, null)
                    .zone(z1, zone("z2").cpu(9), zone("z3").cpu(9))
                    .workload(a)
                    .running("a", "z1", 1)
                    .build()),
            "a");
    assertEquals(then, Estates.zones(decision));
    assertEquals(waits, waits(decision), decision.shortfalls()::toString);
  }

  /** What is better and what is cheaper is one budget; a first placement and growth are of none. */
  @Test
  void mendingAndTheObjectiveShareTheBudgetAndGrowthTakesNoneOfIt() {
    EstateBuilder estate =
        estate()
            .moving(1, FREE)
            .zone(zone("z1").cpu(20).cost(90, 9), zone("z2").cpu(20).cost(10, 1))
            .workload(
                workload("cheap")
                    .replicas(2)
                    .objective(Workload.Objective.Cost)
                    .rebalance(Mode.Continuous, 9),
                workload("grown").replicas(3),
                workload("new").replicas(2),
                workload("spread").replicas(2).priority(10).spread(Scope.ZONE, 2, null, 1, true))
            .running("cheap", "z1", 2)
            .running("grown", "z1", 1)
            .running("spread", "z2", 2);
    Plan plan = Planner.plan(estate.build());
    assertEquals("z1=1, z2=1", Estates.zones(Estates.of(plan, "spread")));
    assertEquals("z1=2", Estates.zones(Estates.of(plan, "cheap")));
    assertTrue(waits(Estates.of(plan, "cheap")));
    assertEquals(0, Estates.of(plan, "grown").missing());
    assertEquals(0, Estates.of(plan, "new").missing());
    assertEquals(List.of(), Estates.of(plan, "spread").shortfalls());
  }

  /** Until when at least, and what to do where time alone does not help. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 2 | until 2026-03-01T12:20:00Z at least | they go by themselves",
        "0 | 2 | better state: all                   | raise moves.maxPerHour",
        "1 | 0 | until 2026-03-01T13:00:00Z at least | they go by themselves",
      })
  void whoWaitsSaysUntilWhenAndForWhat(int all, int moved, String why, String then) {
    Plan plan =
        Planner.plan(
            estate()
                .zones(20, "z1", "z2")
                .moving(all, moved == 0 ? null : FREE)
                .workload(three("a"), three("b"))
                .placement(away("a", 3, moved), away("b", 3, 0))
                .build());
    Decision.Reason reason =
        Estates.of(plan, "b").shortfalls().stream()
            .filter(s -> s.code().equals("MovesWait"))
            .findFirst()
            .orElseThrow();
    assertTrue(reason.message().contains(why), reason.message());
    assertTrue(reason.message().contains(then), reason.message());
    assertTrue(reason.isAwaitedMove());
    assertEquals(all > 0, reason.canPassByItself());
  }

  /** Two that need each other move in one plan or not at all; so many moved in the hour. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // all may | moved | at home: a | b | who comes after them | what both say
        "2 | 0 | 1 | 1 | 0 | ",
        "2 | 1 | 0 | 0 | 1 | until 2026-03-01T12:20:00Z at least",
        "1 | 0 | 0 | 0 | 1 | in an hour; raise moves.maxPerHour",
        "1 | 1 | 0 | 0 | 0 | in an hour; raise moves.maxPerHour",
        "0 | 0 | 0 | 0 | 0 | in an hour; raise moves.maxPerHour",
        "0 | 1 | 0 | 0 | 0 | in an hour; raise moves.maxPerHour",
      })
  void whoNeedsMoreAtOnceThanAllMaySaysSo(
      int all, int moved, int a, int b, int later, String said) {
    Plan plan =
        Planner.plan(
            estate()
                .zone(zone("z1").region("r1"), zone("z2").region("r1"))
                .moving(all, moved == 0 ? null : FREE)
                .workload(
                    workload("a").affinity("b", Scope.ZONE, true),
                    workload("b").affinity("a", Scope.REGION, true),
                    workload("c"),
                    workload("later").priority(-1))
                .placement(away("a", 1, 0), away("b", 1, 0), away("later", 1, 0))
                .placement(Estates.running("c", "z2", 1).withMoves(moved))
                .build());
    assertEquals(a, inZ1(Estates.of(plan, "a")));
    assertEquals(b, inZ1(Estates.of(plan, "b")));
    assertEquals(later, inZ1(Estates.of(plan, "later")));
    for (String name : List.of("a", "b")) {
      String message = Estates.of(plan, name).awaitedMoves();
      assertTrue(said == null ? message.isEmpty() : message.contains(said), message);
    }
  }

  /** One that needs several moves at once for a better state waits for good where all may fewer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 0 | ",
        "2 | 1 | until 2026-03-01T12:20:00Z at least",
        "1 | 0 | in an hour; raise moves.maxPerHour",
        "0 | 0 | in an hour; raise moves.maxPerHour",
      })
  void whoIsBetterOnlyAfterSeveralMovesSaysSo(int all, int moved, String said) {
    Plan plan =
        Planner.plan(
            estate()
                .moving(all, moved == 0 ? null : FREE)
                .zones(9, "z1", "z2")
                .workload(
                    workload("a").replicas(2).perZone(2, null).rule(leaving("z1")),
                    workload("c").only("z1"))
                .running("a", "z1", 2)
                .placement(Estates.running("c", "z1", 1).withMoves(moved))
                .build());
    Decision a = Estates.of(plan, "a");
    assertEquals(said == null ? "z2=2" : "z1=2", Estates.zones(a));
    assertTrue(
        said == null ? a.awaitedMoves().isEmpty() : a.awaitedMoves().contains(said),
        a.awaitedMoves());
  }

  /** A rule that has replicas leave a zone within the budgets; there are three. */
  private static BoundRule leaving(String zone) {
    return Estates.rule(
        "r",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Rebalance,
        Verdict.Result.Reject,
        Stream.of("z1", "z2", "z3").filter(z -> !z.equals(zone)).toArray(String[]::new));
  }

  /** What counts in the hour is what moves for a better state, whatever else moves beside it. */
  @ParameterizedTest
  @CsvSource({
    "evicted and mends, Preempted, 1",
    "evicted, Preempted, 0",
    "drained and goes home, Returned, 1",
    "drained and mends and grows, Rebalanced, 1",
    "drained, ZoneState, 0",
  })
  void whatIsDueBesideItCountsNot(String what, Decision.Cause cause, int counted) {
    EstateBuilder estate = estate().moving(1, FREE);
    WorkloadBuilder a = workload("a").rebalance(Mode.WhenNeeded, 9);
    switch (what) {
      case "evicted and mends", "evicted" ->
          estate
              .zone(zone("z1").cpu(1), zone("z2").cpu(9), zone("z3").cpu(9))
              .workload(workload("urgent").priority(10).only("z1"))
              .workload(what.contains("mends") ? a.replicas(3).rule(leaving("z2")) : a.replicas(3))
              .running("a", "z1", 1, "z2", 2);
      case "drained and goes home" ->
          estate
              .zone(zone("z1").cpu(30), zone("z2").cpu(30).state(ZoneState.Drained))
              .zone(zone("z3").cpu(30))
              .workload(a.replicas(30))
              .placement(
                  new Placement(
                      Estates.id("a"),
                      null,
                      List.of(
                          new Assignment("z1", 0, 20),
                          new Assignment("z2", 10, 10),
                          new Assignment("z3", 20, 0)),
                      List.of(),
                      0));
      case "drained and mends and grows" ->
          estate
              .zone(zone("z1").cpu(9).state(ZoneState.Drained), zone("z2").cpu(9))
              .zone(zone("z3").cpu(9))
              .workload(a.replicas(6).spread(Scope.ZONE, 2, null, 1, true))
              .running("a", "z1", 1, "z2", 4);
      default ->
          estate
              .zone(zone("z1").cpu(9).state(ZoneState.Drained), zone("z2").cpu(9))
              .workload(a.replicas(3))
              .running("a", "z1", 3);
    }
    Decision decision = Estates.of(Planner.plan(estate.build()), "a");
    assertEquals(cause, decision.cause(), decision::toString);
    assertEquals(counted, decision.voluntary(), decision::toString);
    ProposedDecision change = DecisionDifference.of(decision, "u", "d", null, null, null);
    assertEquals(counted, change.budgeted());
  }

  /**
   * Why it was decided says nothing of how many moves count: a decision has one cause of several.
   */
  @ParameterizedTest
  @EnumSource(names = "Unchanged", mode = EnumSource.Mode.EXCLUDE)
  void whateverTheCauseWhatTheEngineCountedCounts(Decision.Cause cause) {
    Estate estate = estate().zones(9, "z1", "z2").workload(workload("a").replicas(3)).build();
    Decision decision =
        Plans.decided("a").in("z2", 3).moved("z1", "z2", 3).voluntary(1).cause(cause).build(estate);
    assertEquals(1, DecisionDifference.of(decision, "u", "d", null, null, null).budgeted());
  }

  /** Rest is where everything goes hour after hour: a bound delays it, and 0 ends it. */
  @ParameterizedTest
  @CsvSource({"1, 0, 'a 3, b 3'", "1, 1, 'a 3, b 3'", "0, 0, 'a 0 waits, b 0 waits'"})
  void restIsWhereTheBoundDelaysNobodyAnyMore(int all, int moved, String then) {
    Estate estate =
        estate()
            .moving(all, FREE)
            .zones(20, "z1", "z2")
            .workload(three("a"), three("b"))
            .placement(away("a", 3, moved), away("b", 3, 0))
            .build();
    RestState rest = RestState.of(estate);
    assertEquals(then, home(rest.plan()));
    assertEquals(estate.moveBudget(), rest.estate().moveBudget());
  }

  /** A turn that changed nothing for want of moves is taken again once there are some. */
  @Test
  void turnThatWasHeldBackIsTakenAgain() {
    EstateBuilder builder =
        estate()
            .zone(zone("z1").cpu(20).cost(90, 9), zone("z2").cpu(20).cost(10, 1))
            .moving(1, FREE)
            .workload(
                workload("cheap")
                    .replicas(2)
                    .objective(Workload.Objective.Cost)
                    .rebalance(Mode.Continuous, 9),
                workload("other").replicas(1));
    Placement other = Estates.running("other", "z2", 1);
    Estate held = builder.running("cheap", "z1", 2).placement(other.withMoves(1)).build();
    PlannerMemory memory = new PlannerMemory();
    Planner.plan(held, memory);
    assertEquals("z1=2", Estates.zones(Estates.of(Planner.plan(held, memory), "cheap")));
    Estate free = held.withPlacements(List.of(Estates.running("cheap", "z1", 2), other)).at(FREE);
    Plan plan = Planner.plan(free, memory);
    assertEquals("z1=1, z2=1", Estates.zones(Estates.of(plan, "cheap")));
    assertEquals(
        Planner.propose(free, Map.of()).decisions().get(0).assignments(),
        plan.decisions().get(0).assignments());
  }
}
