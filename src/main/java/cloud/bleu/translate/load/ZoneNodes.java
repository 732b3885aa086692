package cloud.bleu.translate.load;

import cloud.bleu.affinity.NodeTaints;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.time.InstantText;
import cloud.bleu.translate.object.PresentItems;
import cloud.bleu.translate.pod.PodRequests;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the cluster as zones see them: what is free on those that are Ready and schedulable,
 * and since when none is. A node that was never Ready has not joined: nothing runs there that could
 * be lost, so it is none of them before it is Ready.
 */
public final class ZoneNodes {

  /**
   * A kubelet stamps its condition by its own clock, and the API server the creation by another.
   */
  private static final Duration REGISTERED = Duration.ofSeconds(30);

  private final boolean any;
  private final List<Node> joined;
  private final NodeLoad load;

  /**
   * @param nodes all nodes of the cluster
   * @param load what runs on them
   */
  public ZoneNodes(List<Node> nodes, NodeLoad load) {
    this.any = !nodes.isEmpty();
    this.joined = nodes.stream().filter(ZoneNodes::hasJoined).toList();
    this.load = load;
  }

  /** Nodes that joined with all of these labels, none for an empty selector; sorted by name. */
  public List<Node> matching(Map<String, String> selector) {
    if (selector.isEmpty()) {
      return List.of();
    }
    return joined.stream()
        .filter(
            n ->
                n.getMetadata().getLabels() != null
                    && n.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
        .toList();
  }

  /** All nodes that joined but those that serve only the control plane; sorted by name. */
  public List<Node> workers() {
    return joined.stream().filter(n -> !NodeTaints.servesControlPlane(n)).toList();
  }

  /** Those of the nodes that take pods of anybody: no taint of their owner keeps pods from them. */
  public static List<Node> open(List<Node> nodes) {
    return nodes.stream().filter(n -> NodeTaints.standing(n).isEmpty()).toList();
  }

  /** Whether there is any node, be it one that has not joined. */
  public boolean any() {
    return any;
  }

  /**
   * Allocatable minus what pods ask beyond what decisions count there, of the nodes that take pods.
   * Where none is ready all are counted: the zone is closed as a whole, and what it holds is not of
   * another size then.
   *
   * @param whole whether all are counted anyhow
   */
  public Capacity measured(List<Node> matching, boolean whole, int usablePercent) {
    boolean silent = whole || matching.stream().noneMatch(ZoneNodes::isReady);
    List<Capacity.Node> free = new ArrayList<>();
    for (Node node : matching) {
      if ((silent || isReady(node)) && isSchedulable(node) && node.getStatus() != null) {
        Quantities allocatable = PodRequests.typed(node.getStatus().getAllocatable());
        String name = node.getMetadata().getName();
        free.add(new Capacity.Node(name, allocatable.minus(load.of(name))));
      }
    }
    return new Capacity.Measured(free, usablePercent);
  }

  /**
   * A declared total without what pods of workloads ask on these nodes beyond what decisions count.
   * What is declared is for them: foreign pods are not in it.
   */
  public Quantities declared(List<Node> matching, Quantities total) {
    TreeMap<String, Long> left = new TreeMap<>(total.minus(load.ofWorkloads(matching)).amounts());
    left.replaceAll(
        (resource, amount) ->
            total.get(resource) == Capacity.NOT_STATED ? Capacity.NOT_STATED : amount);
    return new Quantities(left);
  }

  /**
   * What is left of a declared total while a part of the nodes is out of service: of each resource
   * as large a part as the ready nodes have of what all nodes have.
   */
  public static Quantities readyPart(List<Node> matching, Quantities total) {
    Quantities ready = Quantities.NONE;
    Quantities all = Quantities.NONE;
    for (Node node : matching) {
      Quantities allocatable =
          node.getStatus() == null
              ? Quantities.NONE
              : PodRequests.typed(node.getStatus().getAllocatable());
      all = all.plus(allocatable);
      ready = isReady(node) ? ready.plus(allocatable) : ready;
    }
    TreeMap<String, Long> left = new TreeMap<>(total.amounts());
    for (String resource : left.keySet()) {
      BigInteger whole = BigInteger.valueOf(all.get(resource));
      if (whole.signum() > 0 && left.get(resource) != Capacity.NOT_STATED) {
        BigInteger part =
            BigInteger.valueOf(left.get(resource))
                .multiply(BigInteger.valueOf(ready.get(resource)))
                .divide(whole);
        left.put(resource, part.longValue());
      }
    }
    return new Quantities(left);
  }

  /** The latest change of the Ready conditions of these nodes; now, if none states one. */
  public static Instant latestChange(List<Node> nodes, Instant now) {
    Instant latest = Instant.EPOCH;
    for (Node node : nodes) {
      Instant changed = readyChanged(node);
      latest = changed.isAfter(latest) ? changed : latest;
    }
    return latest.equals(Instant.EPOCH) ? now : latest;
  }

  /** Whether the condition Ready of a node is True. */
  public static boolean isReady(Node node) {
    NodeCondition ready = ready(node);
    return ready != null && "True".equals(ready.getStatus());
  }

  /**
   * Whether a node was Ready at any time, as far as it says so itself. A kubelet registers its node
   * with Ready False, and the condition keeps that time until the node is Ready. Unknown is the
   * word of the node controller on a kubelet that fell silent, which may have been Ready before.
   */
  private static boolean hasJoined(Node node) {
    NodeCondition ready = ready(node);
    if (ready == null) {
      return false;
    }
    Instant created = InstantText.parse(node.getMetadata().getCreationTimestamp());
    return !"False".equals(ready.getStatus())
        || created == null
        || readyChanged(node).isAfter(created.plus(REGISTERED));
  }

  private static boolean isSchedulable(Node node) {
    return node.getSpec() == null || !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
  }

  private static Instant readyChanged(Node node) {
    NodeCondition ready = ready(node);
    Instant changed = ready == null ? null : InstantText.parse(ready.getLastTransitionTime());
    return changed == null ? Instant.EPOCH : changed;
  }

  private static @Nullable NodeCondition ready(Node node) {
    if (node.getStatus() == null) {
      return null;
    }
    for (NodeCondition condition : PresentItems.skip(node.getStatus().getConditions())) {
      if ("Ready".equals(condition.getType())) {
        return condition;
      }
    }
    return null;
  }
}
