package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the gates in another cluster as a plan says, and removes those of which no workload may
 * stand there any more. Used by one thread at a time; {@link #outcomes} may be read by any.
 */
final class MemberGateWriter {

  private static final Logger LOG = LoggerFactory.getLogger(MemberGateWriter.class);

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

  private static final DeliveryProblem NEXT =
      DeliveryProblem.passing(
          "GateNotWritten",
          "the PlacementGate of the namespace in the cluster of the zone is written next: so many"
              + " others there got no answer that the round ended before it; it is tried again by"
              + " itself");

  /** What ends with a round, and is asked for again by the next one of any kind. */
  private static final Set<DeliveryProblem> ASKED_AT_ONCE = Set.of(ASKED_AGAIN, NEXT);

  /** After so many requests without an answer a round ends: each may wait for its whole time. */
  private static final int MOST_SILENT = 2;

  private final GateObjects there;
  private final MemberNamespaces namespaces;
  private final Map<String, GateOutcome> outcomes = new ConcurrentHashMap<>();

  /** Namespaces whose gate was neither written nor refused the last time: others come first. */
  private final Set<String> undecided = new TreeSet<>();

  /** How many requests got no answer in this round. */
  private int unanswered;

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
   * Writes what differs. One that fails, for whatever reason, stops no other.
   *
   * @param gates as they were read; takes what is written
   * @return whether somebody else wrote one meanwhile: read again, it can be written
   */
  boolean write(Map<String, PlacementGate> gates, Order order) {
    overtaken = false;
    unanswered = 0;
    outcomes.keySet().retainAll(order.held());
    undecided.removeIf(one -> !order.held().contains(one) && !gates.containsKey(one));
    for (String namespace : undecidedLast(order.held())) {
      PlacementGate live = gates.get(namespace);
      GateContent gate = order.plan().gate(namespace, order.zones(), decided(namespace, live));
      if (live == null && gate.spec().children().isEmpty() && gate.leftOut().isEmpty()) {
        // That something may stand there is said by whoever may write workloads.
        outcomes.remove(namespace);
        continue;
      }
      DeliveryProblem problem = problem(gates, namespace, gate, order.refused());
      boolean open = NEXT.equals(problem) || problem != null && undecided.contains(namespace);
      outcomes.put(
          namespace, new GateOutcome(order.plan(), gate.spec(), gate.leftOut(), problem, open));
    }
    for (String namespace : undecidedLast(gates.keySet())) {
      PlacementGate live = gates.get(namespace);
      if (live != null && !order.held().contains(namespace) && there.isOurs(live)) {
        remove(gates, namespace, live);
      }
    }
    return overtaken;
  }

  private List<String> undecidedLast(Set<String> namespaces) {
    List<String> all = new ArrayList<>(namespaces);
    all.sort(Comparator.comparing(undecided::contains));
    return all;
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
    if (!refused && before != null && !ASKED_AT_ONCE.contains(before)) {
      return before;
    }
    if (unanswered >= MOST_SILENT) {
      stale = true;
      return before == null ? NEXT : before;
    }
    try {
      DeliveryProblem keptOut = live == null ? namespaces.ensure(namespace) : null;
      if (keptOut == null) {
        PlacementGate stored = there.write(namespace, live, gate.spec());
        gates.put(namespace, stored);
        keptOut = gate.spec().equals(stored.getSpec()) ? null : ALTERED;
      }
      undecided.remove(namespace);
      return keptOut;
    } catch (KubernetesClientException e) {
      failed(namespace, e);
      if (ClusterWriter.stale(e)) {
        overtaken = true;
        return ASKED_AGAIN;
      }
      return notWritten(
          "the PlacementGate of namespace " + namespace + ": " + FailedWrite.words(e));
    }
  }

  /** What stands there is read again with the next round. */
  private void failed(String namespace, KubernetesClientException e) {
    stale = true;
    if (Refusal.of(e) != null || ClusterWriter.stale(e)) {
      undecided.remove(namespace);
    } else {
      undecided.add(namespace);
    }
    if (!Refusal.isAnswered(e)) {
      unanswered++;
    }
  }

  private static DeliveryProblem notWritten(String why) {
    return DeliveryProblem.passing(
        "GateNotWritten", why + "; nothing new is delivered to the cluster of the zone without it");
  }

  private void remove(Map<String, PlacementGate> gates, String namespace, PlacementGate live) {
    if (unanswered >= MOST_SILENT) {
      stale = true;
      return;
    }
    try {
      there.delete(live);
      gates.remove(namespace);
      undecided.remove(namespace);
    } catch (KubernetesClientException e) {
      failed(namespace, e);
      LOG.debug("the gate of {} stays for now: {}", namespace, Refusal.words(e));
    }
  }
}
