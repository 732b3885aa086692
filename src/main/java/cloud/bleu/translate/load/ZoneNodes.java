package cloud.bleu.translate.load;

import cloud.bleu.affinity.NodeTaints;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.pod.PodRequests;
import io.fabric8.kubernetes.api.model.Node;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the cluster as zones see them: what is free on those that are Ready and schedulable,
 * and since when none is. A node that was never Ready joins for a time: nothing runs there that
 * could be lost, so it is none of them meanwhile. After that it has failed, as any other that is
 * not Ready.
 */
public final class ZoneNodes {

  private final boolean any;
  private final List<Node> joined;
  private final @Nullable Instant joinsUntil;
  private final NodeLoad load;

  /**
   * @param nodes all nodes of the cluster
   * @param load what runs on them
   * @param now when they are looked at
   */
  public ZoneNodes(List<Node> nodes, NodeLoad load, Instant now) {
    this.any = !nodes.isEmpty();
    this.joined = new ArrayList<>();
    Instant first = null;
    for (Node node : nodes) {
      NodeReadiness readiness = new NodeReadiness(node);
      Instant until = readiness.isJoining(now) ? readiness.joinsUntil() : null;
      if (until == null) {
        joined.add(node);
      } else if (first == null || until.isBefore(first)) {
        first = until;
      }
    }
    this.joinsUntil = first;
    this.load = load;
  }

  /** When the first node that joins counts as failed if it is not Ready; null: none joins. */
  public @Nullable Instant joinsUntil() {
    return joinsUntil;
  }

  /** Nodes that do not join, with all of these labels, none for an empty selector; by name. */
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

  /** All nodes that do not join, but those that serve only the control plane; sorted by name. */
  public List<Node> workers() {
    return joined.stream().filter(n -> !NodeTaints.servesControlPlane(n)).toList();
  }

  /** Those of the nodes that take pods of anybody: no taint of their owner keeps pods from them. */
  public static List<Node> open(List<Node> nodes) {
    return nodes.stream().filter(n -> NodeTaints.standing(n).isEmpty()).toList();
  }

  /** Whether there is any node, be it one that joins. */
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

  /** Since when the last of these nodes that are not Ready is missed; now, if none states it. */
  public static Instant missedSince(List<Node> nodes, Instant now) {
    Instant latest = Instant.EPOCH;
    for (Node node : nodes) {
      Instant missed = new NodeReadiness(node).missedSince();
      latest = missed.isAfter(latest) ? missed : latest;
    }
    return latest.equals(Instant.EPOCH) ? now : latest;
  }

  /** Whether the condition Ready of a node is True. */
  public static boolean isReady(Node node) {
    return new NodeReadiness(node).isReady();
  }

  private static boolean isSchedulable(Node node) {
    return node.getSpec() == null || !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
  }
}
