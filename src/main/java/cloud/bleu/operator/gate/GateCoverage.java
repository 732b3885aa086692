package cloud.bleu.operator.gate;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.cache.OthersPods;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.object.ApiObjects;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which decisions the gates have, as the last write left them.
 *
 * @param governed namespaces
 * @param covered decisions that are let in, by their sequence
 * @param full workloads for which the gate of their namespace has no room
 * @param pods that others created, by namespace
 * @param faults why a gate is not written, by namespace
 */
record GateCoverage(
    Set<String> governed,
    Map<WorkloadId, Long> covered,
    Set<WorkloadId> full,
    Map<String, PodAssignments> pods,
    Map<String, String> faults) {

  /** Before the first write. */
  static final GateCoverage NONE =
      new GateCoverage(Set.of(), Map.of(), Set.of(), Map.of(), Map.of());

  /** A copy for while nobody knows what the gates have: no gate has any decision. */
  GateCoverage unread() {
    return new GateCoverage(governed, Map.of(), Set.of(), Map.of(), faults);
  }

  /** Whether the decision may be delivered: its namespace is not governed, or its gate has it. */
  boolean open(WorkloadId id, DecisionInForce inForce) {
    return !governed.contains(id.namespace())
        || Long.valueOf(sequence(inForce)).equals(covered.get(id));
  }

  /** What pods of a namespace that others created were assigned; none while that is not known. */
  Map<String, PlacementGateSpec.Assigned> assigned(String namespace) {
    PodAssignments known = pods.get(namespace);
    return known == null ? Map.of() : known.assigned();
  }

  /**
   * Workloads of which something else may be delivered than before.
   *
   * @param decided every workload for which a decision is in force
   */
  Set<WorkloadId> changed(GateCoverage before, ApiObjects objects, Set<WorkloadId> decided) {
    Set<WorkloadId> changed = new HashSet<>();
    for (WorkloadId id : decided) {
      String namespace = id.namespace();
      if (!Objects.equals(faults.get(namespace), before.faults.get(namespace))) {
        changed.add(id);
      }
    }
    covered.forEach(
        (id, sequence) -> {
          if (!sequence.equals(before.covered.get(id))) {
            changed.add(id);
          }
        });
    pods.forEach(
        (namespace, of) -> {
          if (!of.equals(before.pods.get(namespace))) {
            OthersPods.selectors(objects, namespace)
                .keySet()
                .forEach(name -> changed.add(new WorkloadId(namespace, name)));
          }
        });
    return changed;
  }

  /** The number of a decision, 0 for one without. */
  static long sequence(DecisionInForce inForce) {
    WorkloadPlacementSpec spec = inForce.spec();
    return spec.decision() == null || spec.decision().sequence() == null
        ? 0
        : spec.decision().sequence();
  }
}
