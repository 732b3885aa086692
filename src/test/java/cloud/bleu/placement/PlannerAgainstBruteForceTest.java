package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The planner against the checker and against brute force: no plan with a finding, no refusal where
 * a placement exists, the same bytes for the same input in any order, rest within a few passes,
 * nobody moved by a newcomer. A failure names the seed; {@code -Dtest=PlannerAgainstBruteForceTest
 * -Dbleu.seed=N} replays it alone. {@code -Dbleu.every=1 -Dbleu.samples=12000} tries every small
 * instance and many more samples; within the tests there is time for a part.
 */
class PlannerAgainstBruteForceTest {
  private static final int SAMPLES = Integer.getInteger("bleu.samples", 200);

  /** One in so many of the small instances; 1 takes all of them. */
  private static final int EVERY = Integer.getInteger("bleu.every", 23);

  private static final int PASSES = 6;

  private final List<String> failures = new ArrayList<>();
  private int refused;
  private int misses;
  private int joint;

  @Test
  void everySmallInstance() {
    int[] number = {0};
    SmallInstances.each(
        e -> {
          if (number[0]++ % EVERY == 0) {
            judge("small instance " + number[0] + " " + e.workloads() + " " + e.zones(), e);
          }
        });
    report("small instances: " + number[0] + ", one in " + EVERY + " tried");
  }

  @Test
  void sampledEstatesWithNothingRunning() {
    for (long seed = first(); seed < last(); seed++) {
      Estate e = Samples.fresh(seed);
      Plan plan = judge("-Dbleu.seed=" + seed, e);
      if (!plan.decisions().isEmpty()) {
        sameBytes(seed, e, plan);
        settles("-Dbleu.seed=" + seed, e, plan);
        newcomer(seed, e, plan);
      }
    }
    report("fresh estates: " + (last() - first()));
  }

  @Test
  void sampledEstatesThatRunAndMeetAnIncident() {
    for (long seed = first(); seed < last(); seed++) {
      Estate before = Samples.fresh(seed);
      List<Placement> running = after(List.of(), Planner.plan(before));
      Estate e = Samples.later(before, running, seed);
      Plan plan = judge("-Dbleu.seed=" + seed + " (later)", e);
      if (!plan.decisions().isEmpty()) {
        sameBytes(seed, e, plan);
        settles("-Dbleu.seed=" + seed + " (later)", e, plan);
      }
    }
    report("estates after a change: " + (last() - first()));
  }

  private static long first() {
    return Long.getLong("bleu.seed", 0);
  }

  private static long last() {
    Long one = Long.getLong("bleu.seed");
    return one == null ? SAMPLES : one + 1;
  }

  /** No finding, and no refusal where brute force finds a placement. */
  private Plan judge(String replay, Estate e) {
    Plan plan;
    try {
      plan = Planner.plan(e);
    } catch (RuntimeException bug) {
      failures.add(replay + " threw " + bug + " at " + bug.getStackTrace()[0]);
      return new Plan(List.of(), List.of());
    }
    List<Finding> findings = Checker.check(e, plan);
    if (!findings.isEmpty()) {
      failures.add(replay + " found " + findings);
    }
    for (Workload w : e.workloads()) {
      Decision d = decision(plan, w);
      int placed = d.assignments().stream().mapToInt(Assignment::replicas).sum();
      if (placed < w.replicas() && d.missing() > 0) {
        refused(replay, e, plan, w, placed);
      }
    }
    return plan;
  }

  private void refused(String replay, Estate e, Plan plan, Workload w, int placed) {
    refused++;
    Placement before = placement(e, w);
    int[] had =
        before == null ? new int[e.zones().size()] : BruteForce.counts(e, before.assignments());
    int running = java.util.Arrays.stream(had).sum();
    boolean moving = before != null && before.assignments().stream().anyMatch(a -> leaves(e, w, a));
    if (moving || inCycle(e, w) || !w.weights().isEmpty()) {
      joint++;
      return;
    }
    BruteForce force = new BruteForce(e, w, had, others(e, plan, w));
    int least = running == 0 ? w.replicas() : Math.max(placed, running) + 1;
    for (int n = w.replicas(); n >= least; n--) {
      BruteForce.Found found = force.find(n);
      if (found != null) {
        misses++;
        failures.add(
            replay
                + " missed "
                + w.id()
                + ": "
                + n
                + " fit as "
                + java.util.Arrays.toString(found.counts())
                + ", the planner says "
                + decision(plan, w).outcome());
        return;
      }
    }
  }

  private static boolean leaves(Estate e, Workload w, Assignment a) {
    Zone z = e.zone(a.zone());
    return z == null
        || z.state() != ZoneState.Active
        || z.unhealthySince() != null
        || a.home() != a.replicas()
        || w.rules().stream()
            .anyMatch(
                r ->
                    r.onViolation() != BoundRule.OnViolation.Report
                        && r.evaluate(w, z, e).excludes());
  }

  /** What stands beside it when its turn comes: earlier decisions, and what runs of later ones. */
  private static List<BruteForce.Neighbour> others(Estate e, Plan plan, Workload w) {
    List<Workload> order = order(e);
    Map<WorkloadId, Integer> priority = priorities(e);
    List<BruteForce.Neighbour> others = new ArrayList<>();
    boolean earlier = true;
    for (Workload o : order) {
      if (o.id().equals(w.id())) {
        earlier = false;
      } else if (earlier) {
        Decision d = decision(plan, o);
        others.add(
            new BruteForce.Neighbour(
                o, BruteForce.counts(e, d.assignments()), d.contingency(), true));
      } else {
        Placement p = placement(e, o);
        if (p != null) {
          boolean lower = priority.get(o.id()) < priority.get(w.id());
          others.add(
              new BruteForce.Neighbour(
                  o,
                  BruteForce.counts(e, p.assignments()),
                  lower ? List.of() : p.contingency(),
                  !lower || !w.priority().preempts()));
        }
      }
    }
    return others;
  }

  private static Map<WorkloadId, Integer> priorities(Estate e) {
    Map<WorkloadId, Integer> priority = new HashMap<>();
    e.workloads().forEach(w -> priority.put(w.id(), w.priority().value()));
    for (int i = 0; i < e.workloads().size(); i++) {
      for (Workload w : e.workloads()) {
        for (WorkloadId target : targets(w)) {
          priority.computeIfPresent(target, (t, p) -> Math.max(p, priority.get(w.id())));
        }
      }
    }
    return priority;
  }

  private static List<WorkloadId> targets(Workload w) {
    return w.affinity().stream()
        .filter(Workload.Affinity::required)
        .map(a -> new WorkloadId(w.id().namespace(), a.with()))
        .toList();
  }

  private static List<Workload> order(Estate e) {
    Map<WorkloadId, Integer> priority = priorities(e);
    List<Workload> byRank = new ArrayList<>(e.workloads());
    byRank.sort(
        Comparator.comparing((Workload w) -> -priority.get(w.id()))
            .thenComparing(w -> running(e, w) ? 0 : 1)
            .thenComparing(Workload::id));
    List<Workload> order = new ArrayList<>();
    byRank.forEach(w -> visit(e, w, order, new HashSet<>()));
    return order;
  }

  private static void visit(Estate e, Workload w, List<Workload> order, Set<WorkloadId> path) {
    if (order.contains(w) || !path.add(w.id())) {
      return;
    }
    for (Workload o : e.workloads()) {
      if (targets(w).contains(o.id())) {
        visit(e, o, order, path);
      }
    }
    order.add(w);
  }

  private static boolean running(Estate e, Workload w) {
    Placement p = placement(e, w);
    return p != null && p.assignments().stream().anyMatch(a -> a.replicas() > 0);
  }

  private static boolean inCycle(Estate e, Workload w) {
    Set<WorkloadId> reached = new HashSet<>(targets(w));
    for (int i = 0; i < e.workloads().size(); i++) {
      for (Workload o : e.workloads()) {
        if (reached.contains(o.id())) {
          reached.addAll(targets(o));
        }
      }
    }
    return reached.contains(w.id());
  }

  private static @org.jspecify.annotations.Nullable Placement placement(Estate e, Workload w) {
    return e.placements().stream().filter(p -> p.id().equals(w.id())).findFirst().orElse(null);
  }

  private static Decision decision(Plan plan, Workload w) {
    return plan.decisions().stream().filter(d -> d.id().equals(w.id())).findFirst().orElseThrow();
  }

  private void sameBytes(long seed, Estate e, Plan plan) {
    Random random = new Random(seed);
    List<Zone> zones = new ArrayList<>(e.zones());
    List<Workload> workloads = new ArrayList<>(e.workloads());
    List<Placement> placements = new ArrayList<>(e.placements());
    Collections.shuffle(zones, random);
    Collections.shuffle(workloads, random);
    Collections.shuffle(placements, random);
    Plan again =
        Planner.plan(
            new Estate(e.now(), e.providers(), zones, workloads, placements, e.roundTrips()));
    if (!again.equals(plan) || !again.toString().equals(plan.toString())) {
      failures.add("-Dbleu.seed=" + seed + " another order of the input gives another plan");
    }
  }

  /** Comes to rest within a few passes, with no finding on the way, and is unchanged from there. */
  private void settles(String replay, Estate e, Plan plan) {
    List<Placement> running = after(e.placements(), plan);
    for (int pass = 2; pass < 2 + PASSES; pass++) {
      Estate then = Estates.with(e, running);
      Plan next = Planner.plan(then);
      List<Finding> findings = Checker.check(then, next);
      if (!findings.isEmpty()) {
        failures.add(replay + " pass " + pass + " found " + findings);
        return;
      }
      List<Placement> result = after(running, next);
      if (result.equals(running)) {
        unchanged(replay + " settled", running, next);
        return;
      }
      running = result;
    }
    failures.add(replay + " still changes after " + PASSES + " passes");
  }

  private void unchanged(String replay, List<Placement> running, Plan plan) {
    for (Decision d : plan.decisions()) {
      Placement p = running.stream().filter(r -> r.id().equals(d.id())).findFirst().orElse(null);
      boolean down = p != null && p.assignments().stream().allMatch(a -> a.replicas() == 0);
      if (down && d.assignments().equals(p.assignments()) && d.moves().isEmpty()) {
        continue;
      }
      boolean same =
          p == null
              ? d.assignments().isEmpty()
              : d.cause() == Decision.Cause.Unchanged
                  && d.assignments().equals(p.assignments())
                  && d.contingency().equals(p.contingency())
                  && d.moves().isEmpty();
      if (!same) {
        failures.add(
            replay + ": " + p + " becomes " + d.cause() + " " + d.assignments() + d.contingency());
      }
    }
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

  private void newcomer(long seed, Estate e, Plan plan) {
    List<Workload> more = new ArrayList<>(e.workloads());
    more.add(Estates.workload("zz").priority(-10).replicas(2).build());
    Plan with =
        Planner.plan(
            new Estate(e.now(), e.providers(), e.zones(), more, e.placements(), e.roundTrips()));
    for (Decision d : plan.decisions()) {
      Decision other =
          with.decisions().stream().filter(o -> o.id().equals(d.id())).findFirst().orElseThrow();
      if (!other.assignments().equals(d.assignments())
          || !other.contingency().equals(d.contingency())) {
        failures.add("-Dbleu.seed=" + seed + " a newcomer of lower priority changes " + d.id());
      }
    }
  }

  private void report(String what) {
    System.out.println(
        what
            + ", refusals "
            + refused
            + " (of which "
            + joint
            + " not comparable), misses "
            + misses
            + ", failures "
            + failures.size());
    Map<String, List<String>> kinds = new java.util.TreeMap<>();
    for (String f : failures) {
      String kind =
          f.replaceFirst(".*? (found|missed|threw|another|second|.later.|a newcomer)", "$1");
      kind = kind.replaceAll("default/\\w+|zone|z\\d|[^A-Za-z ]", "");
      kinds
          .computeIfAbsent(kind.substring(0, Math.min(28, kind.length())), k -> new ArrayList<>())
          .add(f);
    }
    StringBuilder text = new StringBuilder();
    kinds.forEach(
        (kind, all) -> {
          String example = all.stream().min(Comparator.comparing(String::length)).orElseThrow();
          text.append(all.size()).append(" x ").append(example).append('\n');
        });
    assertEquals("", text.toString(), failures.size() + " failures");
  }
}
