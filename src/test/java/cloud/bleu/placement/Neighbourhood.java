package cloud.bleu.placement;

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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands around a workload when its turn comes, read from a plan and the order of turns. */
public final class Neighbourhood {
  private final Estate estate;
  private final Plan plan;
  private final Map<WorkloadId, Integer> priority;
  private final List<Workload> order = new ArrayList<>();

  public Neighbourhood(Estate estate, Plan plan) {
    this.estate = estate;
    this.plan = plan;
    this.priority = priorities(estate);
    List<Workload> byRank = new ArrayList<>(estate.workloads());
    byRank.sort(
        Comparator.comparing((Workload w) -> -priority.get(w.id()))
            .thenComparing(w -> running(w) ? -1 : choices(w))
            .thenComparing(Workload::id));
    byRank.forEach(w -> visit(w, new HashSet<>()));
  }

  public static Decision decision(Plan plan, WorkloadId id) {
    return plan.decisions().stream().filter(d -> d.id().equals(id)).findFirst().orElseThrow();
  }

  /** Replicas by zone before the plan. */
  public int[] had(Workload w) {
    Placement before = placement(w);
    return before == null
        ? new int[estate.zones().size()]
        : BruteForce.counts(estate, before.assignments());
  }

  /** Whether something of it has to leave its zone, or is on its way home. */
  public boolean moves(Workload w) {
    Placement before = placement(w);
    return before != null && before.assignments().stream().anyMatch(a -> leaves(w, a));
  }

  private boolean leaves(Workload w, Assignment a) {
    Zone z = estate.zone(a.zone());
    return z == null
        || z.state() != ZoneState.Active
        || z.unhealthySince() != null
        || a.home() != a.replicas()
        || w.rules().stream()
            .anyMatch(
                r ->
                    r.onViolation() != BoundRule.OnViolation.Report
                        && r.evaluate(w, z, estate).excludes());
  }

  /** What stands beside it when its turn comes: earlier decisions, and what runs of later ones. */
  public List<BruteForce.Neighbour> of(Workload w) {
    List<BruteForce.Neighbour> others = new ArrayList<>();
    boolean earlier = true;
    for (Workload o : order) {
      if (o.id().equals(w.id())) {
        earlier = false;
      } else if (earlier) {
        Decision d = decision(plan, o.id());
        others.add(
            new BruteForce.Neighbour(
                o, BruteForce.counts(estate, d.assignments()), d.contingency(), true));
      } else {
        Placement p = placement(o);
        if (p != null) {
          boolean lower = priority.get(o.id()) < priority.get(w.id());
          others.add(
              new BruteForce.Neighbour(
                  o,
                  BruteForce.counts(estate, p.assignments()),
                  lower ? List.of() : p.contingency(),
                  !lower || !w.priority().preempts()));
        }
      }
    }
    return others;
  }

  /** Whether it requires, by way of others, itself. */
  public boolean inCycle(Workload w) {
    Set<WorkloadId> reached = new HashSet<>(targets(w));
    for (int i = 0; i < estate.workloads().size(); i++) {
      for (Workload o : estate.workloads()) {
        if (reached.contains(o.id())) {
          reached.addAll(targets(o));
        }
      }
    }
    return reached.contains(w.id());
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

  private void visit(Workload w, Set<WorkloadId> path) {
    if (order.contains(w) || !path.add(w.id())) {
      return;
    }
    for (Workload o : estate.workloads()) {
      if (targets(w).contains(o.id())) {
        visit(o, path);
      }
    }
    order.add(w);
  }

  /** Of how many zones, their states left out of account. */
  private long choices(Workload w) {
    return estate.zones().stream()
        .filter(z -> w.rules().stream().noneMatch(r -> r.evaluate(w, z, estate).excludes()))
        .filter(z -> BruteForceSpread.hostsOne(z.capacity(), w))
        .count();
  }

  private boolean running(Workload w) {
    Placement p = placement(w);
    return p != null && p.assignments().stream().anyMatch(a -> a.replicas() > 0);
  }

  private @Nullable Placement placement(Workload w) {
    return estate.placements().stream().filter(p -> p.id().equals(w.id())).findFirst().orElse(null);
  }
}
