package cloud.bleu.assess.dependency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.traverse.TopologicalOrderIterator;

/** Names and what they need, in an order in which each comes after what it needs. */
public final class NeedOrder {

  private final DefaultDirectedGraph<String, DefaultEdge> neededBy =
      new DefaultDirectedGraph<>(DefaultEdge.class);

  /** Adds a name. */
  public void add(String name) {
    neededBy.addVertex(name);
  }

  /** Says that one needs the other; what it says of itself says nothing. */
  public void needs(String one, String other) {
    if (!one.equals(other)) {
      neededBy.addVertex(one);
      neededBy.addVertex(other);
      neededBy.addEdge(other, one);
    }
  }

  /**
   * Every name once: those that need each other in one group, sorted, and each group after the
   * groups that it needs. Where that leaves a choice the first name decides.
   */
  public List<List<String>> groups() {
    Graph<Graph<String, DefaultEdge>, DefaultEdge> condensed =
        new KosarajuStrongConnectivityInspector<>(neededBy).getCondensation();
    List<List<String>> groups = new ArrayList<>();
    new TopologicalOrderIterator<>(condensed, Comparator.comparing(NeedOrder::first))
        .forEachRemaining(g -> groups.add(g.vertexSet().stream().sorted().toList()));
    return groups;
  }

  private static String first(Graph<String, DefaultEdge> group) {
    return group.vertexSet().stream().min(Comparator.naturalOrder()).orElseThrow();
  }
}
