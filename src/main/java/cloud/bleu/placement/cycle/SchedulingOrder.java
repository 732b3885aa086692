package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.WorkloadRelation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The order of decisions: priority, placed before unplaced; of the unplaced whoever may use the
 * fewest zones; namespace/name by bytes; never the time of creation. A workload that others need
 * inherits the highest priority of those and comes before them; those that need each other come
 * together.
 */
public final class SchedulingOrder {
  /** Before whoever may use no zone at all. */
  private static final int PLACED = -1;

  private final PlanState planState;
  private final int[] index;
  private final int[] low;
  private final boolean[] onStack;
  private final List<Integer> stack = new ArrayList<>();
  private final List<List<CompiledWorkload>> groups = new ArrayList<>();
  private int next = 1;

  private SchedulingOrder(PlanState planState) {
    this.planState = planState;
    this.index = new int[planState.compiledWorkloads.size()];
    this.low = new int[planState.compiledWorkloads.size()];
    this.onStack = new boolean[planState.compiledWorkloads.size()];
  }

  /** Groups of workloads in the order in which they are decided; most groups are of one. */
  public static List<List<CompiledWorkload>> of(PlanState planState) {
    List<CompiledWorkload> sorted = new ArrayList<>(planState.compiledWorkloads);
    int[] choices = new int[sorted.size()];
    for (CompiledWorkload compiled : sorted) {
      boolean isPlaced = planState.workloadStates[compiled.number].total() > 0;
      choices[compiled.number] = isPlaced ? PLACED : compiled.allowed.choices();
    }
    sorted.sort(
        Comparator.<CompiledWorkload>comparingInt(s -> -s.priority())
            .thenComparingInt(s -> choices[s.number])
            .thenComparingInt(s -> s.number));
    SchedulingOrder order = new SchedulingOrder(planState);
    for (CompiledWorkload compiled : sorted) {
      if (compiled.relations().length == 0) {
        order.groups.add(List.of(compiled));
      } else if (order.index[compiled.number] == 0) {
        order.visit(compiled);
      }
    }
    return order.groups;
  }

  /**
   * Tarjan: what is needed is finished first, so groups come out in the order of decisions. Its
   * stack is its own, for chains of any length.
   */
  private void visit(CompiledWorkload first) {
    Deque<Visit> path = new ArrayDeque<>();
    path.push(begin(first));
    while (!path.isEmpty()) {
      Visit visit = path.element();
      int v = visit.compiled.number;
      if (visit.next == visit.compiled.relations().length) {
        path.pop();
        if (!path.isEmpty()) {
          int from = path.element().compiled.number;
          low[from] = Math.min(low[from], low[v]);
        }
        if (low[v] == index[v]) {
          finish(v);
        }
        continue;
      }
      WorkloadRelation relation = visit.compiled.relations()[visit.next++];
      int w = relation.other();
      if (relation.kind() != WorkloadRelation.Kind.Needs || w < 0) {
        continue;
      }
      if (index[w] == 0) {
        path.push(begin(planState.compiledWorkloads.get(w)));
      } else if (onStack[w]) {
        low[v] = Math.min(low[v], index[w]);
      }
    }
  }

  /** A workload on the path, and which of its ties is followed next. */
  private static final class Visit {
    private final CompiledWorkload compiled;
    private int next;

    Visit(CompiledWorkload compiled) {
      this.compiled = compiled;
    }
  }

  private Visit begin(CompiledWorkload compiled) {
    int v = compiled.number;
    index[v] = next;
    low[v] = next++;
    stack.add(v);
    onStack[v] = true;
    return new Visit(compiled);
  }

  private void finish(int v) {
    List<CompiledWorkload> group = new ArrayList<>();
    int w;
    do {
      w = stack.remove(stack.size() - 1);
      onStack[w] = false;
      group.add(planState.compiledWorkloads.get(w));
    } while (w != v);
    group.sort(Comparator.comparingInt(s -> s.number));
    groups.add(group);
  }
}
