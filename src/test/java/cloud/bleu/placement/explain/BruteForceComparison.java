package cloud.bleu.placement.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.BruteForce;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Finding;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what the planner proposes, before anything is fenced off, with the checker and with
 * brute force: no finding, and no refusal where a placement exists. Counts what it saw.
 */
public final class BruteForceComparison {
  private final List<String> failures = new ArrayList<>();
  private int plans;
  private int refused;
  private int incomparable;
  private int misses;
  private int placings;
  private int greedyMisses;

  public void fail(String failure) {
    failures.add(failure);
  }

  /**
   * Counts for each workload, by itself in the empty estate, whether the greedy ways miss a
   * placement that the exact search finds.
   */
  public void greedy(Estate e) {
    if (e.workloads().isEmpty() || !e.placements().isEmpty()) {
      return;
    }
    Session session = new Session(e);
    for (int w = 0; w < e.workloads().size(); w++) {
      if (session.places(w)) {
        placings++;
        greedyMisses += session.placesGreedily(w) ? 0 : 1;
      }
    }
  }

  /** No finding, and no refusal where brute force finds a placement. */
  public Plan judge(String replay, Estate e) {
    plans++;
    Plan plan;
    try {
      plan = Planner.propose(e, Map.of());
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
    int running = Arrays.stream(had).sum();
    boolean moving = before != null && before.assignments().stream().anyMatch(a -> leaves(e, w, a));
    if (moving || inCycle(e, w)) {
      incomparable++;
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
                + Arrays.toString(found.counts())
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

  /** Prints the counts, and fails with an example of each kind of failure. */
  public void report(String what) {
    String greedy =
        placings == 0
            ? ""
            : ", the greedy ways missed %d of %d placements, all repaired by the exact search"
                .formatted(greedyMisses, placings);
    System.out.printf(
        "%s: %d plans, %d refusals, of which %d not comparable with brute force, %d missed%s,"
            + " failures %d%n",
        what, plans, refused, incomparable, misses, greedy, failures.size());
    Map<String, List<String>> kinds = new TreeMap<>();
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
