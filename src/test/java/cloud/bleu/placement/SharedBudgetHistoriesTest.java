package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.MoveBudget;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Hours in which all workloads together may move so many, pass after pass. A failure names the seed
 * that replays it; {@code -Dbleu.seeds=N} for more.
 */
class SharedBudgetHistoriesTest {
  private static final int SEEDS = Campaign.size("bleu.seeds", 150);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration BETWEEN = Duration.ofMinutes(17);
  private static final int CHANGING = 9;

  /** The zone that a rule has the first workload leave at once. */
  private static final String LEFT = "z1";

  /** Twenty hours: more than any of these estates needs. */
  private static final int MOST = 80;

  private final List<String> failures = new ArrayList<>();

  /** A replica that moved in a pass, for a better state or as the ledger counts it. */
  private record Moved(WorkloadId id, Instant at, int replicas) {}

  /** Passes over one estate that follow one another. */
  private final class History {
    private final String name;
    private final int perHour;
    private final List<Moved> counted = new ArrayList<>();
    private final List<Moved> voluntary = new ArrayList<>();
    private Estate estate;
    private int evicted;

    /** Whether a rule has the first workload leave a zone at once. */
    private boolean moveNow;

    private Plan plan = new Plan(List.of(), List.of());

    History(String name, Estate estate, int perHour) {
      this.name = name;
      this.perHour = perHour;
      this.estate = estate;
    }

    /** Whether anything moved or changed. */
    boolean pass() {
      Instant now = estate.now();
      Map<WorkloadId, Integer> recent = new HashMap<>();
      Instant first = null;
      for (Moved moved : counted) {
        if (moved.at().isAfter(now.minus(HOUR))) {
          recent.merge(moved.id(), moved.replicas(), Integer::sum);
          first = first == null ? moved.at() : first;
        }
      }
      Instant free = first == null ? null : first.plus(HOUR);
      estate =
          estate
              .withPlacements(
                  estate.placements().stream()
                      .map(p -> p.withMoves(recent.getOrDefault(p.id(), 0)))
                      .toList())
              .withMoveBudget(new MoveBudget(perHour, free));
      List<Placement> before = estate.placements();
      plan = Planner.propose(estate, Map.of());
      for (Finding finding : Checker.check(estate, plan)) {
        failures.add(name + " at " + now + ": " + finding);
      }
      plan.decisions().forEach(d -> note(d, now));
      // What a workload moved whose placement is gone counts no more.
      Set<WorkloadId> there = before.stream().map(Placement::id).collect(Collectors.toSet());
      int within =
          voluntary.stream()
              .filter(m -> m.at().isAfter(now.minus(HOUR)) && there.contains(m.id()))
              .mapToInt(Moved::replicas)
              .sum();
      if (within > perHour) {
        failures.add(name + " at " + now + ": " + within + " moved within the hour");
      }
      estate = Estates.with(estate, Estates.inForce(plan)).at(now.plus(BETWEEN));
      return !same(before, estate.placements());
    }

    private void note(Decision decision, Instant now) {
      ProposedDecision change = DecisionDifference.of(decision, "u", "d", null, null, null);
      int budgeted = change == null ? 0 : change.budgeted();
      if (budgeted > 0) {
        counted.add(new Moved(decision.id(), now, budgeted));
      }
      int free =
          decision.moves().stream()
              .filter(m -> isInService(estate.zone(m.from())) && !leavesNow(decision, m.from()))
              .mapToInt(Contingency.Move::replicas)
              .sum();
      // Of what was evicted nobody else knows which of its moves are for a better state.
      boolean preempted = decision.cause() == Decision.Cause.Preempted;
      if (preempted ? budgeted > free : budgeted != free) {
        failures.add(name + " at " + now + ": " + budgeted + " counted, and moved: " + decision);
      }
      voluntary.add(new Moved(decision.id(), now, preempted ? budgeted : free));
      evicted += preempted && free > 0 ? 1 : 0;
    }

    private boolean leavesNow(Decision decision, String zone) {
      return moveNow && zone.equals(LEFT) && decision.id().name().equals("a");
    }

    /** From now on a rule has the first workload leave a zone at once. */
    void leaveAtOnce() {
      moveNow = true;
      estate =
          estate.withWorkloads(
              estate.workloads().stream()
                  .map(w -> w.id().name().equals("a") ? left(w) : w)
                  .toList());
    }

    private Workload left(Workload workload) {
      List<BoundRule> rules = new ArrayList<>(workload.rules());
      rules.add(
          Estates.rule(
              "left",
              BoundRule.Action.Enforce,
              BoundRule.OnViolation.MoveNow,
              Verdict.Result.Reject,
              estate.zones().stream()
                  .map(Zone::name)
                  .filter(zone -> !zone.equals(LEFT))
                  .toArray(String[]::new)));
      return workload.withRules(rules);
    }

    /** Whoever waits for a time that comes. */
    List<WorkloadId> waiting() {
      return plan.decisions().stream()
          .filter(
              d ->
                  d.shortfalls().stream()
                      .anyMatch(s -> s.code().equals("MovesWait") && s.canPassByItself()))
          .map(Decision::id)
          .toList();
    }
  }

  private static boolean isInService(@Nullable Zone zone) {
    return zone != null && zone.state().compareTo(ZoneState.Drained) < 0;
  }

  /** One zone is in that state, and all others are in service. */
  private static List<Zone> out(List<Zone> zones, int which, ZoneState state) {
    List<Zone> now = new ArrayList<>();
    for (int i = 0; i < zones.size(); i++) {
      boolean out = which >= 0 && which % zones.size() == i;
      now.add(zones.get(i).withState(out ? state : ZoneState.Active, null, null));
    }
    return now;
  }

  private static Estate inService(Estate estate) {
    return estate.withZones(out(estate.zones(), -1, ZoneState.Active));
  }

  private static boolean same(List<Placement> a, List<Placement> b) {
    Map<WorkloadId, List<Assignment>> before = new HashMap<>();
    a.forEach(p -> before.put(p.id(), p.assignments()));
    return a.size() == b.size()
        && b.stream().allMatch(p -> p.assignments().equals(before.get(p.id())));
  }

  @Test
  void neverMoreThanAllMayInAnyHourAndWhoWaitsMovesInTheEnd() {
    int moved = 0;
    int evicted = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      RandomEstates random = new RandomEstates(seed);
      History history = new History("seed " + seed, random.fresh(), (int) (seed % 4));
      for (int pass = 0; pass < CHANGING; pass++) {
        history.pass();
        Estate now = history.estate;
        switch (pass % 3) {
          case 0 -> {
            ZoneState state = seed % 3 == 0 ? ZoneState.Drained : ZoneState.Lost;
            history.estate = now.withZones(out(now.zones(), (int) seed + pass, state));
          }
          case 1 -> history.estate = inService(now);
          default -> history.estate = random.later(now, now.placements()).at(now.now());
        }
        if (seed % 5 == 0 && pass == 4) {
          history.leaveAtOnce();
        }
      }
      history.estate = inService(history.estate);
      int calm = 0;
      for (int pass = 0; pass < MOST && calm < 5; pass++) {
        calm = history.pass() ? 0 : calm + 1;
      }
      if (calm < 5 || !history.waiting().isEmpty()) {
        failures.add(history.name + ": waits still: " + history.waiting());
      }
      moved += history.voluntary.stream().mapToInt(Moved::replicas).sum();
      evicted += history.evicted;
    }
    assertTrue(evicted > 0, "somebody is evicted and moves");
    assertTrue(moved > SEEDS / 4, "what is bounded happens: " + moved);
    assertEquals(List.of(), failures, () -> String.join("\n", failures));
  }

  /** Where nothing else holds anybody back, the higher priority moves before the lower one. */
  @Test
  void theMostUrgentMovesFirst() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      EstateBuilder builder = Estates.estate().zones(100, "z1", "z2");
      for (String name : List.of("a", "b", "c", "d", "e")) {
        int replicas = 1 + random.nextInt(4);
        builder
            .workload(
                Estates.workload(name)
                    .replicas(replicas)
                    .priority(random.nextInt(4))
                    .rebalance(Mode.WhenNeeded, 1 + random.nextInt(3)))
            .placement(
                new Placement(
                    Estates.id(name),
                    null,
                    List.of(new Assignment("z1", 0, replicas), new Assignment("z2", replicas, 0)),
                    List.of(),
                    0));
      }
      History history = new History("seed " + seed, builder.build(), 1 + random.nextInt(4));
      int calm = 0;
      for (int pass = 0; pass < MOST && calm < 5; pass++) {
        calm = history.pass() ? 0 : calm + 1;
        inOrder(history);
      }
      for (Placement p : history.estate.placements()) {
        assertEquals(1, p.assignments().size(), history.name + ": all are at home: " + p);
      }
    }
    assertEquals(List.of(), failures, () -> String.join("\n", failures));
  }

  private void inOrder(History history) {
    Map<WorkloadId, Integer> priorities = new HashMap<>();
    history.estate.workloads().forEach(w -> priorities.put(w.id(), w.priority().value()));
    for (WorkloadId waiting : history.waiting()) {
      for (Decision other : history.plan.decisions()) {
        if (!other.moves().isEmpty() && priorities.get(other.id()) < priorities.get(waiting)) {
          failures.add(history.name + ": " + other.id() + " moves, and " + waiting + " waits");
        }
      }
    }
  }
}
