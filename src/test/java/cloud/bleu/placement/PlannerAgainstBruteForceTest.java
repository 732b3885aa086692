package cloud.bleu.placement;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.BruteForceComparison;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The planner against the checker and against brute force: no plan with a finding, no refusal where
 * a placement exists, the same bytes for the same input in any order, a second pass that changes
 * nothing, nobody moved by a newcomer. A share of the small instances and a few samples; {@link
 * PlannerAgainstBruteForceCampaignTest} takes all of them. A failure names the seed; {@code
 * -Dtest=PlannerAgainstBruteForceTest -Dbleu.seed=N} replays it alone.
 */
class PlannerAgainstBruteForceTest {
  static final int SAMPLES = 200;

  /**
   * Of so many further samples one is planned with advice as well, which takes as long as all else.
   */
  private static final int ADVISED = 8;

  /** One in so many of the small instances. */
  private static final int SHARE = 67;

  /** A drain that spread lets in only in part may go on in the next passes, so many at most. */
  private static final int PASSES = 6;

  private final BruteForceComparison comparison = new BruteForceComparison();

  @Test
  void aShareOfTheSmallInstances() {
    int[] number = {0};
    SmallInstances.each(
        e -> {
          if (number[0]++ % SHARE == 0) {
            comparison.judge(() -> "small instance " + number[0] + " " + e.workloads(), e);
          }
        });
    comparison.report("one in " + SHARE + " of " + number[0] + " small instances");
  }

  @Test
  void sampledEstatesWithNothingRunning() {
    for (long seed = first(); seed < last(); seed++) {
      fresh(comparison, seed);
    }
    comparison.report("estates with nothing running");
  }

  @Test
  void sampledEstatesThatRunAndMeetAnIncident() {
    for (long seed = first(); seed < last(); seed++) {
      later(comparison, seed, 1);
    }
    comparison.report("estates after a change");
  }

  private static long first() {
    return Long.getLong("bleu.seed", 0);
  }

  private static long last() {
    Long one = Long.getLong("bleu.seed");
    return one == null ? SAMPLES : one + 1;
  }

  static void fresh(BruteForceComparison comparison, long seed) {
    Estate e = Samples.fresh(seed);
    String replay = "-Dbleu.seed=" + seed;
    Plan plan = comparison.judge(() -> replay, e);
    sameBytes(comparison, seed, e, plan);
    rests(comparison, replay, e, plan);
    newcomer(comparison, seed, e);
  }

  /** One change after another, each decided upon what the one before left. */
  static void later(BruteForceComparison comparison, long seed, int changes) {
    Estate e = Samples.fresh(seed);
    Plan plan = Planner.propose(e, Map.of());
    for (int i = 0; i < changes; i++) {
      e = Samples.later(e, after(List.of(), plan), i == 0 ? seed : seed * 31 + i);
      String replay = "-Dbleu.seed=" + seed + " (later, change " + (i + 1) + ")";
      plan = comparison.judge(() -> replay, e);
      rests(comparison, replay, e, plan);
      if (i == 0) {
        sameBytes(comparison, seed, e, plan);
      }
    }
  }

  /**
   * @param proposed for the estate as it is
   */
  private static void sameBytes(
      BruteForceComparison comparison, long seed, Estate e, Plan proposed) {
    Random random = new Random(seed);
    List<Zone> zones = new ArrayList<>(e.zones());
    List<Workload> workloads = new ArrayList<>(e.workloads());
    List<Placement> placements = new ArrayList<>(e.placements());
    Collections.shuffle(zones, random);
    Collections.shuffle(workloads, random);
    Collections.shuffle(placements, random);
    Estate other = new Estate(e.now(), e.providers(), zones, workloads, placements, e.roundTrips());
    boolean advised = seed < SAMPLES || seed % ADVISED == 0;
    Plan plan = advised ? Planner.plan(e) : proposed;
    Plan again = advised ? Planner.plan(other) : Planner.propose(other, Map.of());
    if (!again.equals(plan) || !again.toString().equals(plan.toString())) {
      comparison.fail("-Dbleu.seed=" + seed + " another order of the input gives another plan");
    }
  }

  /**
   * The next plan changes nothing, unless something still stands in a zone that it has to leave.
   */
  private static void rests(BruteForceComparison comparison, String replay, Estate e, Plan plan) {
    List<Placement> running = after(e.placements(), plan);
    int passes = leaving(e, plan) ? PASSES : 1;
    String change = "";
    for (int pass = 0; pass < passes; pass++) {
      Estate then = Estates.with(e, running);
      Plan next = Planner.propose(then, Map.of());
      List<Finding> findings = Checker.check(then, next);
      if (!findings.isEmpty()) {
        comparison.fail(replay + " another pass found " + findings);
        return;
      }
      change = change(running, next);
      if (change.isEmpty()) {
        return;
      }
      running = after(running, next);
    }
    comparison.fail(replay + " still changes: " + change);
  }

  /** Whether a replica that can move is in a zone that is drained, or that a rule has it leave. */
  private static boolean leaving(Estate e, Plan plan) {
    for (Workload w : e.workloads()) {
      boolean bound = w.dataBound() && w.replication() == null;
      for (Assignment a : decision(plan, w.id()).assignments()) {
        Zone z = e.zone(a.zone());
        if (z != null && a.replicas() > 0 && !bound) {
          boolean rejected =
              w.rules().stream()
                  .anyMatch(
                      r ->
                          r.onViolation() == BoundRule.OnViolation.MoveNow
                              && r.evaluate(w, z, e).result() == Verdict.Result.Reject);
          if (rejected || z.state() == ZoneState.Drained) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static Decision decision(Plan plan, WorkloadId id) {
    return plan.decisions().stream().filter(d -> d.id().equals(id)).findFirst().orElseThrow();
  }

  /** What a plan changes of what runs, empty for nothing. */
  private static String change(List<Placement> running, Plan plan) {
    for (Decision d : plan.decisions()) {
      Placement p = running.stream().filter(r -> r.id().equals(d.id())).findFirst().orElse(null);
      boolean same =
          p == null
              ? d.assignments().isEmpty()
              : d.cause() == Decision.Cause.Unchanged
                  && d.assignments().equals(p.assignments())
                  && d.contingency().equals(p.contingency())
                  && d.moves().isEmpty();
      if (!same) {
        return p + " becomes " + d.cause() + " " + d.assignments() + d.contingency();
      }
    }
    return "";
  }

  /** What the operator holds after a plan; what moved of its own accord is charged to the hour. */
  private static List<Placement> after(List<Placement> before, Plan plan) {
    List<Placement> placements = new ArrayList<>();
    for (Decision d : plan.decisions()) {
      int moved =
          before.stream()
              .filter(p -> p.id().equals(d.id()))
              .mapToInt(Placement::movesInLastHour)
              .sum();
      if (d.cause() == Decision.Cause.Rebalanced || d.cause() == Decision.Cause.Returned) {
        moved += d.moves().stream().mapToInt(Contingency.Move::replicas).sum();
      }
      if (!d.assignments().isEmpty()) {
        placements.add(new Placement(d.id(), null, d.assignments(), d.contingency(), moved));
      }
    }
    return placements;
  }

  private static void newcomer(BruteForceComparison comparison, long seed, Estate e) {
    Plan plan = Planner.propose(e, Map.of());
    List<Workload> more = new ArrayList<>(e.workloads());
    more.add(Estates.workload("zz").priority(-10).replicas(2).build());
    Plan with =
        Planner.propose(
            new Estate(e.now(), e.providers(), e.zones(), more, e.placements(), e.roundTrips()),
            Map.of());
    for (Decision d : plan.decisions()) {
      Decision other = decision(with, d.id());
      if (!other.assignments().equals(d.assignments())
          || !other.contingency().equals(d.contingency())) {
        comparison.fail("-Dbleu.seed=" + seed + " a newcomer of lower priority changes " + d.id());
      }
    }
  }
}
