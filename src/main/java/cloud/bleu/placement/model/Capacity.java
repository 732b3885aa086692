package cloud.bleu.placement.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a zone can hold of the workloads that the operator places (docs/placement.md, section 1). In
 * all forms the usable totals are {@code ⌊total × usablePercent / 100⌋} for each resource, and the
 * replicas of one request shape are bounded as well ({@link #slots}), because totals lie about
 * fragments.
 */
public sealed interface Capacity {

  /** The total of a resource of which nobody stated how much there is: more than is ever asked. */
  long NOT_STATED = 1_000_000_000;

  /** The resource that a pod is one of. */
  String PODS = "pods";

  /** Usable percentage of the totals, 1 to 100. */
  int usablePercent();

  /** The totals before {@link #usablePercent()} is taken. */
  Quantities total();

  /**
   * At most how many replicas of this shape fit when the zone holds nothing else that the operator
   * placed; {@link Integer#MAX_VALUE} when nothing bounds it.
   */
  int slots(Quantities request);

  /** Whether a replica of this shape fits when the zone holds nothing else. */
  default boolean fits(Quantities request) {
    return slots(request) > 0;
  }

  /** {@code ⌊total × usablePercent / 100⌋} for each resource. */
  default Quantities usable() {
    TreeMap<String, Long> usable = new TreeMap<>();
    total()
        .amounts()
        .forEach(
            (r, v) -> usable.put(r, v / 100 * usablePercent() + v % 100 * usablePercent() / 100));
    return new Quantities(usable);
  }

  /**
   * Capacity somebody wrote down. A shape that does not fit {@code largestNode} gets no slot; one
   * that fits is bounded by the totals alone, as nothing is known of the other nodes. A resource
   * that {@code largestNode} does not name is not bounded by it.
   */
  record Declared(Quantities total, Quantities largestNode, int usablePercent) implements Capacity {
    @Override
    public int slots(Quantities request) {
      for (var e : request.amounts().entrySet()) {
        if (largestNode.amounts().containsKey(e.getKey())
            && e.getValue() > largestNode.get(e.getKey())) {
          return 0;
        }
      }
      return Integer.MAX_VALUE;
    }
  }

  /**
   * Capacity read off the nodes that are Ready and schedulable. Equal to another one of equal nodes
   * and percentage.
   */
  final class Measured implements Capacity {
    private final List<Node> nodes;
    private final int usablePercent;

    /** Made when first asked for: a zone may have thousands of nodes, and is asked at each plan. */
    private @Nullable Quantities total;

    private @Nullable Map<String, long[]> free;

    public Measured(List<Node> nodes, int usablePercent) {
      this.nodes = List.copyOf(nodes);
      this.usablePercent = usablePercent;
    }

    /** In the order in which they were given. */
    public List<Node> nodes() {
      return nodes;
    }

    @Override
    public int usablePercent() {
      return usablePercent;
    }

    @Override
    public Quantities total() {
      Quantities known = total;
      if (known == null) {
        TreeMap<String, Long> sum = new TreeMap<>();
        for (Node node : nodes) {
          node.free().amounts().forEach((r, v) -> sum.merge(r, v, Quantities::saturatingSum));
        }
        known = new Quantities(sum);
        total = known;
      }
      return known;
    }

    /** {@code Σ_nodes min_r ⌊free/request⌋}. */
    @Override
    public int slots(Quantities request) {
      Asked asked = new Asked(request);
      long slots = 0;
      for (int n = 0; n < nodes.size(); n++) {
        slots += asked.slots(n);
      }
      return (int) Math.min(Integer.MAX_VALUE, slots);
    }

    /** As soon as a node has room for one. */
    @Override
    public boolean fits(Quantities request) {
      Asked asked = new Asked(request);
      for (int n = 0; n < nodes.size(); n++) {
        if (asked.slots(n) > 0) {
          return true;
        }
      }
      return false;
    }

    /** By resource what each node has of it, in the order of the nodes. */
    private Map<String, long[]> free() {
      Map<String, long[]> known = free;
      if (known == null) {
        known = new HashMap<>();
        for (String resource : total().amounts().keySet()) {
          long[] column = new long[nodes.size()];
          for (int n = 0; n < column.length; n++) {
            column[n] = nodes.get(n).free().get(resource);
          }
          known.put(resource, column);
        }
        free = Map.copyOf(known);
      }
      return known;
    }

    /** A request beside what the nodes have of what it asks for. */
    private final class Asked {
      private final List<long[]> columns = new ArrayList<>();
      private final long[] amounts;

      Asked(Quantities request) {
        amounts =
            request.amounts().values().stream().mapToLong(v -> v).filter(v -> v > 0).toArray();
        request
            .amounts()
            .forEach(
                (resource, amount) -> {
                  if (amount > 0) {
                    long[] column = free().get(resource);
                    columns.add(column == null ? new long[nodes.size()] : column);
                  }
                });
      }

      /** {@code min_r ⌊free/request⌋}; {@link Integer#MAX_VALUE} when nothing bounds it. */
      long slots(int node) {
        long fit = Integer.MAX_VALUE;
        for (int r = 0; r < amounts.length && fit > 0; r++) {
          fit = Math.min(fit, columns.get(r)[node] / amounts[r]);
        }
        return fit;
      }
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || other instanceof Measured that
              && usablePercent == that.usablePercent
              && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode() {
      return 31 * nodes.hashCode() + usablePercent;
    }

    @Override
    public String toString() {
      return "Measured[nodes=" + nodes + ", usablePercent=" + usablePercent + "]";
    }
  }

  /** Who saw what a zone has that nobody declared. */
  enum Origin {
    /** The operator, on its nodes. */
    Nodes,
    /** Karmada: {@code status.resourceSummary} of the Cluster. */
    Karmada,
    /** The agent of Open Cluster Management: {@code status.allocatable} of the ManagedCluster. */
    ManagedCluster
  }

  /**
   * Totals that somebody saw, of nodes that are not known one by one: the totals alone bound.
   *
   * @param total without what others are known to take; of pods any number where none is in it
   * @param seen since when it has been so by what was seen; null: not known
   */
  record Reported(Quantities total, Origin origin, @Nullable Instant seen, int usablePercent)
      implements Capacity {

    public Reported {
      if (!total.amounts().isEmpty() && !total.amounts().containsKey(PODS)) {
        total = total.plus(Quantities.of(Map.of(PODS, NOT_STATED)));
      }
    }

    @Override
    public int slots(Quantities request) {
      return Integer.MAX_VALUE;
    }
  }

  /** Nobody declared it and nobody saw it, so nothing new comes. */
  record Unknown(int usablePercent) implements Capacity {
    @Override
    public Quantities total() {
      return Quantities.NONE;
    }

    @Override
    public int slots(Quantities request) {
      return 0;
    }
  }

  /**
   * A node.
   *
   * @param free allocatable minus what the pods on it ask beyond what decisions count there
   */
  record Node(String name, Quantities free) {}
}
