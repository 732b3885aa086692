package cloud.bleu.operator.gate;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One round over the gates of some namespaces: writes those that do not say what is desired. What
 * is known of all other namespaces stays as it is.
 */
final class GateRound {

  private final HubGateWriter writer;
  private final GateWrites writes;
  private final DesiredGates desired;
  private final GateCoverage before;
  private final Predicate<String> concerned;
  private final Map<String, GateContent> asked = new LinkedHashMap<>();
  private final Map<WorkloadId, Long> covered;
  private final Set<WorkloadId> full;
  private final Map<String, PodAssignments> pods;
  private final Map<String, String> faults;

  /**
   * @param before what the last round left
   * @param concerned the namespaces of this round
   */
  GateRound(
      HubGateWriter writer,
      GateWrites writes,
      DesiredGates desired,
      GateCoverage before,
      Predicate<String> concerned) {
    this.writer = writer;
    this.writes = writes;
    this.desired = desired;
    this.before = before;
    this.concerned = concerned;
    covered = others(before.covered(), WorkloadId::namespace);
    full = new HashSet<>(before.full());
    full.removeIf(id -> concerned.test(id.namespace()));
    pods = others(before.pods(), namespace -> namespace);
    faults = others(before.faults(), namespace -> namespace);
  }

  /**
   * Writes, and waits for the answers as long as has a point.
   *
   * @return what the gates have now
   */
  GateCoverage write() throws LedgerConflictException {
    desired.external().forEach((id, of) -> covered.put(id, GateCoverage.sequence(of)));
    Set<String> known = new TreeSet<>(writer.namespaces());
    known.addAll(desired.governed());
    writes.begin(known);
    assign();
    writes.inTurn(known).stream().filter(concerned).forEach(this::queue);
    writes.await();
    asked.forEach(this::take);
    return new GateCoverage(
        desired.governed(),
        Map.copyOf(covered),
        Set.copyOf(full),
        Map.copyOf(pods),
        Map.copyOf(faults));
  }

  /** Gives zones to the pods that others created. */
  private void assign() {
    desired
        .pods(this::assigned)
        .forEach(
            (namespace, of) -> {
              if (concerned.test(namespace)) {
                pods.put(namespace, of);
              }
            });
  }

  /** What pods that others created were assigned so far: by the gate, if there is one. */
  private Map<String, PlacementGateSpec.Assigned> assigned(String namespace) {
    PlacementGateSpec spec = writer.spec(namespace);
    return spec == null ? before.assigned(namespace) : spec.assigned();
  }

  private void queue(String namespace) {
    PlacementGateSpec spec = writer.spec(namespace);
    if (!desired.governed().contains(namespace)) {
      writes.queue(namespace, null);
    } else if (desired.isEnding(namespace) && spec == null) {
      // Its gate went before it, and the API server takes no other.
      writes.over(namespace);
    } else {
      GateContent gate =
          desired.gate(namespace, pods.getOrDefault(namespace, PodAssignments.NONE), spec);
      asked.put(namespace, gate);
      writes.queue(namespace, gate.spec());
    }
  }

  /** Takes note of what came of a gate. */
  private void take(String namespace, GateContent gate) {
    gate.leftOut().forEach(name -> full.add(new WorkloadId(namespace, name)));
    if (writes.isWritten(namespace)) {
      cover(namespace, gate);
      return;
    }
    String fault = writes.fault(namespace);
    if (fault != null) {
      faults.put(namespace, fault);
    }
    pods.remove(namespace);
  }

  private void cover(String namespace, GateContent gate) {
    desired
        .decided(namespace)
        .forEach(
            (id, inForce) -> {
              if (gate.covered().contains(id.name())) {
                covered.put(id, GateCoverage.sequence(inForce));
              }
            });
  }

  /** What is known of namespaces that this round does not concern. */
  private <K, V> Map<K, V> others(Map<K, V> known, Function<K, String> namespace) {
    Map<K, V> others = new HashMap<>(known);
    others.keySet().removeIf(key -> concerned.test(namespace.apply(key)));
    return others;
  }
}
