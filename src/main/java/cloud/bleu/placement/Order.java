package cloud.bleu.placement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The order of decisions: priority, placed before unplaced, namespace/name by bytes; never the time
 * of creation. A workload that others need inherits the highest priority of those and comes before
 * them; those that need each other come together.
 */
final class Order {
  private final World world;
  private final int[] index;
  private final int[] low;
  private final boolean[] onStack;
  private final List<Integer> stack = new ArrayList<>();
  private final List<List<Subject>> groups = new ArrayList<>();
  private int next = 1;

  private Order(World world) {
    this.world = world;
    this.index = new int[world.subjects.size()];
    this.low = new int[world.subjects.size()];
    this.onStack = new boolean[world.subjects.size()];
  }

  /** Groups of workloads in the order in which they are decided; most groups are of one. */
  static List<List<Subject>> of(World world) {
    List<Subject> sorted = new ArrayList<>(world.subjects);
    sorted.sort(
        Comparator.<Subject>comparingInt(s -> -s.priority)
            .thenComparing(s -> world.standings[s.number].total() == 0)
            .thenComparingInt(s -> s.number));
    Order order = new Order(world);
    for (Subject subject : sorted) {
      if (order.index[subject.number] == 0) {
        order.visit(subject);
      }
    }
    return order.groups;
  }

  /**
   * Tarjan: what is needed is finished first, so groups come out in the order of decisions. Its
   * stack is its own, for chains of any length.
   */
  private void visit(Subject first) {
    Deque<Visit> path = new ArrayDeque<>();
    path.push(begin(first));
    while (!path.isEmpty()) {
      Visit visit = path.element();
      int v = visit.subject.number;
      if (visit.next == visit.subject.ties.length) {
        path.pop();
        if (!path.isEmpty()) {
          int from = path.element().subject.number;
          low[from] = Math.min(low[from], low[v]);
        }
        if (low[v] == index[v]) {
          finish(v);
        }
        continue;
      }
      Tie tie = visit.subject.ties[visit.next++];
      int w = tie.other();
      if (tie.kind() != Tie.Kind.Needs || w < 0) {
        continue;
      }
      if (index[w] == 0) {
        path.push(begin(world.subjects.get(w)));
      } else if (onStack[w]) {
        low[v] = Math.min(low[v], index[w]);
      }
    }
  }

  /** A workload on the path, and which of its ties is followed next. */
  private static final class Visit {
    private final Subject subject;
    private int next;

    Visit(Subject subject) {
      this.subject = subject;
    }
  }

  private Visit begin(Subject subject) {
    int v = subject.number;
    index[v] = next;
    low[v] = next++;
    stack.add(v);
    onStack[v] = true;
    return new Visit(subject);
  }

  private void finish(int v) {
    List<Subject> group = new ArrayList<>();
    int w;
    do {
      w = stack.remove(stack.size() - 1);
      onStack[w] = false;
      group.add(world.subjects.get(w));
    } while (w != v);
    group.sort(Comparator.comparingInt(s -> s.number));
    groups.add(group);
  }
}
