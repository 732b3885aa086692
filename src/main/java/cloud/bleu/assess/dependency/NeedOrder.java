package cloud.bleu.assess.dependency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jgrapht.Graphs;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jgrapht.traverse.TopologicalOrderIterator;

/** Names and what they need, in an order in which each comes after what it needs. */
public final class NeedOrder {

  private final DefaultDirectedGraph<String, DefaultEdge> neededBy =
      new DefaultDirectedGraph<>(DefaultEdge.class);

  /** Adds a name. */
  public void add(String name) {
    neededBy.addVertex(name);
  }

  /**
   * Says that one needs the other; what it says of itself says nothing.
   *
   * @return whether that is new
   */
  public boolean needs(String one, String other) {
    if (one.equals(other)) {
      return false;
    }
    neededBy.addVertex(one);
    neededBy.addVertex(other);
    return neededBy.addEdge(other, one) != null;
  }

  /** Takes back that one needs the other. */
  public void forget(String one, String other) {
    neededBy.removeEdge(other, one);
  }

  /** What needs a name and is needed by it, by whatever way, with the name itself. */
  public Set<String> circle(String name) {
    Set<String> after = reached(name, n -> Graphs.successorListOf(neededBy, n));
    Set<String> before = reached(name, n -> Graphs.predecessorListOf(neededBy, n));
    before.retainAll(after);
    return before;
  }

  private static Set<String> reached(String from, Function<String, List<String>> next) {
    Set<String> reached = new HashSet<>(Set.of(from));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      next.apply(open.pop()).stream().filter(reached::add).forEach(open::push);
    }
    return reached;
  }

  /**
   * Every name once: those that need each other in one group, sorted, and each group after the
   * groups that it needs. Where that leaves a choice the first name decides.
   */
  public List<List<String>> groups() {
    SimpleDirectedGraph<String, DefaultEdge> firsts = new SimpleDirectedGraph<>(DefaultEdge.class);
    Map<String, List<String>> groups = new HashMap<>();
    Map<String, String> first = new HashMap<>();
    for (Set<String> set :
        new KosarajuStrongConnectivityInspector<>(neededBy).stronglyConnectedSets()) {
      List<String> group = List.copyOf(new TreeSet<>(set));
      groups.put(group.get(0), group);
      group.forEach(name -> first.put(name, group.get(0)));
      firsts.addVertex(group.get(0));
    }
    for (DefaultEdge edge : neededBy.edgeSet()) {
      String source = neededBy.getEdgeSource(edge);
      source = first.getOrDefault(source, source);
      String target = neededBy.getEdgeTarget(edge);
      target = first.getOrDefault(target, target);
      if (!source.equals(target)) {
        firsts.addEdge(source, target);
      }
    }
    List<List<String>> all = new ArrayList<>();
    new TopologicalOrderIterator<>(firsts, Comparator.naturalOrder())
        .forEachRemaining(name -> all.add(groups.getOrDefault(name, List.of(name))));
    return all;
  }
}
