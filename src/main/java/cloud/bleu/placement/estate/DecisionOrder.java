package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The order of decisions as far as the workloads themselves give it: by priority, then by name,
 * with what others need before those others. A workload that others need (required affinity)
 * inherits their highest priority. The order does not look at what is placed already, nor at how
 * many zones a workload may use.
 */
public final class DecisionOrder {
  private final Map<WorkloadId, Workload> workloads = new HashMap<>();
  private final Map<WorkloadId, Integer> priorities = new HashMap<>();
  private final Map<WorkloadId, Integer> ranks = new HashMap<>();

  private DecisionOrder() {}

  /** That of the workloads of an estate. */
  public static DecisionOrder of(List<Workload> workloads) {
    DecisionOrder order = new DecisionOrder();
    workloads.forEach(w -> order.workloads.put(w.id(), w));
    order.inherit(workloads);
    order.rank(workloads);
    return order;
  }

  /**
   * Its own priority, or the highest of those who need it.
   *
   * @return the lowest that there is for a workload that is not in the estate
   */
  public int priority(WorkloadId id) {
    return priorities.getOrDefault(id, Integer.MIN_VALUE);
  }

  /**
   * Its place in the order, from 0.
   *
   * @return the last that there is for a workload that is not in the estate
   */
  public int rank(WorkloadId id) {
    return ranks.getOrDefault(id, Integer.MAX_VALUE);
  }

  /** From the highest priority down, so that each is reached first by the highest that needs it. */
  private void inherit(List<Workload> all) {
    List<Workload> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingInt(w -> -w.priority().value()));
    for (Workload first : sorted) {
      int priority = first.priority().value();
      Deque<Workload> reached = new ArrayDeque<>(List.of(first));
      while (!reached.isEmpty()) {
        Workload workload = reached.pop();
        if (priorities.putIfAbsent(workload.id(), priority) == null) {
          reached.addAll(needs(workload));
        }
      }
    }
  }

  /** Depth first with a stack of its own, for chains of any length: what is needed ends first. */
  private void rank(List<Workload> all) {
    List<Workload> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.<Workload>comparingInt(w -> -priority(w.id())).thenComparing(Workload::id));
    Map<WorkloadId, Boolean> begun = new HashMap<>();
    for (Workload first : sorted) {
      Deque<Visit> path = new ArrayDeque<>();
      if (begun.put(first.id(), true) == null) {
        path.push(new Visit(first.id(), needs(first).iterator()));
      }
      while (!path.isEmpty()) {
        Visit visit = path.element();
        if (!visit.needs.hasNext()) {
          path.pop();
          ranks.put(visit.id, ranks.size());
          continue;
        }
        Workload needed = visit.needs.next();
        if (begun.put(needed.id(), true) == null) {
          path.push(new Visit(needed.id(), needs(needed).iterator()));
        }
      }
    }
  }

  private record Visit(WorkloadId id, Iterator<Workload> needs) {}

  private List<Workload> needs(Workload workload) {
    List<Workload> needs = new ArrayList<>();
    for (Workload.Affinity affinity : workload.affinity()) {
      Workload other =
          affinity.required()
              ? workloads.get(new WorkloadId(workload.id().namespace(), affinity.with()))
              : null;
      if (other != null && !other.id().equals(workload.id())) {
        needs.add(other);
      }
    }
    return needs;
  }
}
