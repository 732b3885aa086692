package cloud.bleu.placement.model;

import java.time.Instant;
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

  /** What the zone has if what runs on there without a decision is left out of account. */
  default Capacity whole() {
    return this;
  }

  /** What runs on there without a decision and takes room that nobody knows: what that asks for. */
  default Quantities outgrown() {
    return Quantities.NONE;
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

  /** Capacity read off the nodes that are Ready and schedulable. */
  record Measured(List<Node> nodes, int usablePercent) implements Capacity {

    public Measured {
      nodes = List.copyOf(nodes);
    }

    @Override
    public Quantities total() {
      Quantities sum = Quantities.NONE;
      for (Node node : nodes) {
        sum = sum.plus(node.free());
      }
      return sum;
    }

    /** {@code Σ_nodes min_r ⌊free/request⌋}. */
    @Override
    public int slots(Quantities request) {
      long slots = 0;
      for (Node node : nodes) {
        slots += node.slots(request);
      }
      return (int) Math.min(Integer.MAX_VALUE, slots);
    }

    /** As soon as a node has room for one: a zone may have thousands. */
    @Override
    public boolean fits(Quantities request) {
      for (Node node : nodes) {
        if (node.slots(request) > 0) {
          return true;
        }
      }
      return false;
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
   * What is left of a zone in which replicas run on though a decision takes them away: until they
   * are gone their room is nobody's. An empty zone has the whole.
   *
   * <p>{@link #slots} is of what is left, {@link #fits} of the whole: whether a replica is too
   * large for the zone does not depend on who is to leave it.
   *
   * @param rest without what they use
   * @param outgrown what is asked by those of them that ask for more than the zone has in one
   *     place. They use less than that, so it is not subtracted, and nothing new comes beside it
   */
  record Remaining(Capacity whole, Capacity rest, Quantities outgrown) implements Capacity {
    @Override
    public int usablePercent() {
      return whole.usablePercent();
    }

    @Override
    public Quantities total() {
      return rest.total();
    }

    @Override
    public int slots(Quantities request) {
      return rest.slots(request);
    }

    @Override
    public boolean fits(Quantities request) {
      return whole.fits(request);
    }
  }

  /** A node: allocatable minus what the pods on it ask beyond what decisions count there. */
  record Node(String name, Quantities free) {
    /** {@code min_r ⌊free/request⌋}; {@link Integer#MAX_VALUE} when nothing bounds it. */
    private long slots(Quantities request) {
      long fit = Integer.MAX_VALUE;
      for (var e : request.amounts().entrySet()) {
        if (e.getValue() > 0) {
          fit = Math.min(fit, free.get(e.getKey()) / e.getValue());
          if (fit == 0) {
            break;
          }
        }
      }
      return fit;
    }
  }
}
