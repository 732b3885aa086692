package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the gates in another cluster as a plan says, and removes those of which no workload may
 * stand there any more. Used by one thread at a time; {@link #outcomes} may be read by any.
 */
final class MemberGateWriter {

  private static final DeliveryProblem ASKED_AGAIN =
      DeliveryProblem.passing(
          "GateNotWritten",
          "somebody else wrote the PlacementGate of the namespace in the cluster of the zone; it is"
              + " read again");

  private static final DeliveryProblem ALTERED =
      DeliveryProblem.passing(
          "GateNotWritten",
          "the PlacementGate of the namespace in the cluster of the zone is stored otherwise than"
              + " it was sent, and nothing new is delivered there before it says what is decided:"
              + " let the admission webhooks and policies of that cluster leave it as it is, and"
              + " apply the CRDs of this release there");

  private final GateObjects there;
  private final MemberNamespaces namespaces;
  private final Map<String, GateOutcome> outcomes = new ConcurrentHashMap<>();

  /** Whether something else stands there than was seen. */
  private boolean stale;

  /** Whether that is so because somebody else wrote meanwhile. */
  private boolean overtaken;

  /**
   * What is to be written.
   *
   * @param held namespaces of which something may stand there
   * @param zones node selectors by zone
   * @param refused whether what was refused before is asked for again
   */
  record Order(
      GatePlan plan, Set<String> held, Map<String, Map<String, String>> zones, boolean refused) {}

  MemberGateWriter(GateObjects there, MemberNamespaces namespaces) {
    this.there = there;
    this.namespaces = namespaces;
  }

  /** What became of each gate, by namespace. */
  Map<String, GateOutcome> outcomes() {
    return outcomes;
  }

  /** Whether all is to be read again before the next write. */
  boolean isStale() {
    return stale;
  }

  /** All has been read. */
  void read() {
    stale = false;
  }

  /**
   * Writes what differs.
   *
   * @param gates as they were read; takes what is written
   * @return whether somebody else wrote one meanwhile: read again, it can be written
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  boolean write(Map<String, PlacementGate> gates, Order order) {
    overtaken = false;
    outcomes.keySet().retainAll(order.held());
    for (String namespace : order.held()) {
      PlacementGate live = gates.get(namespace);
      GateContent gate = order.plan().gate(namespace, order.zones(), decided(namespace, live));
      if (live == null && gate.spec().children().isEmpty() && gate.leftOut().isEmpty()) {
        // That something may stand there is said by whoever may write workloads.
        outcomes.remove(namespace);
        continue;
      }
      DeliveryProblem problem = problem(gates, namespace, gate, order.refused());
      outcomes.put(namespace, new GateOutcome(order.plan(), gate.spec(), gate.leftOut(), problem));
    }
    for (PlacementGate live : Set.copyOf(gates.values())) {
      String namespace = live.getMetadata().getNamespace();
      if (!order.held().contains(namespace) && there.isOurs(live)) {
        remove(gates, live);
      }
    }
    return overtaken;
  }

  /** What a gate was written to say, where something else is stored; else what it says. */
  private @Nullable PlacementGateSpec decided(String namespace, @Nullable PlacementGate live) {
    GateOutcome last = outcomes.get(namespace);
    if (last != null && ALTERED.equals(last.problem())) {
      return last.spec();
    }
    return live == null ? null : live.getSpec();
  }

  /** Writes a gate if it says something else; returns what refuses or changes that. */
  private @Nullable DeliveryProblem problem(
      Map<String, PlacementGate> gates, String namespace, GateContent gate, boolean refused) {
    PlacementGate live = gates.get(namespace);
    if (live != null && !there.isOurs(live)) {
      return DeliveryProblem.forPerson(
          DeliveryProblem.NAME_CONFLICT,
          "PlacementGate decisions of namespace "
              + namespace
              + " in the cluster of the zone belongs to somebody else and is not touched: no other"
              + " operator may decide there");
    }
    if (live != null && gate.spec().equals(live.getSpec())) {
      return null;
    }
    GateOutcome last = outcomes.get(namespace);
    DeliveryProblem before =
        last == null || !last.spec().equals(gate.spec()) ? null : last.problem();
    if (!refused && before != null && !before.equals(ASKED_AGAIN)) {
      return before;
    }
    try {
      DeliveryProblem keptOut = live == null ? namespaces.ensure(namespace) : null;
      if (keptOut == null) {
        PlacementGate stored = there.write(namespace, live, gate.spec());
        gates.put(namespace, stored);
        return gate.spec().equals(stored.getSpec()) ? null : ALTERED;
      }
      return keptOut;
    } catch (KubernetesClientException e) {
      // What stands there is read again with the next round.
      stale = true;
      if (ClusterWriter.stale(e)) {
        overtaken = true;
        return ASKED_AGAIN;
      }
      return notWritten(ClusterWriter.refused("the PlacementGate of namespace " + namespace, e));
    }
  }

  private static DeliveryProblem notWritten(DeliveryProblem refused) {
    return DeliveryProblem.passing(
        "GateNotWritten",
        refused.message() + "; nothing new is delivered to the cluster of the zone without it");
  }

  private void remove(Map<String, PlacementGate> gates, PlacementGate live) {
    try {
      there.delete(live);
      gates.remove(live.getMetadata().getNamespace());
    } catch (KubernetesClientException e) {
      stale = true;
      if (!ClusterWriter.stale(e)) {
        ClusterWriter.refused("the PlacementGate", e);
      }
    }
  }
}
