package cloud.bleu.operator.snapshot;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.WorkloadId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pass read of each workload, and what it decided.
 *
 * @param seen workloads by what was read of them
 * @param decisions one for each workload of the estate
 * @param costs of those that have a figure, as {@link cloud.bleu.status.HourlyCost} has it
 * @param waivers that decisions stand on, of those that stand on any
 * @param lapses ahead of what runs, of those workloads that have one in sight
 * @param inputs what each workload was decided on
 */
public record DecidedWorkloads(
    Map<WorkloadId, Snapshot.Seen> seen,
    Map<WorkloadId, Decision> decisions,
    Map<WorkloadId, String> costs,
    Map<WorkloadId, List<WaiverUse>> waivers,
    Map<WorkloadId, Lapse> lapses,
    Map<WorkloadId, Inputs> inputs) {

  /** None at all. */
  public static final DecidedWorkloads NONE =
      new DecidedWorkloads(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** A copy that says of some workloads what was said before. */
  DecidedWorkloads butFor(Set<WorkloadId> some, DecidedWorkloads before) {
    return new DecidedWorkloads(
        butFor(some, seen, before.seen),
        butFor(some, decisions, before.decisions),
        butFor(some, costs, before.costs),
        butFor(some, waivers, before.waivers),
        butFor(some, lapses, before.lapses),
        butFor(some, inputs, before.inputs));
  }

  private static <V> Map<WorkloadId, V> butFor(
      Set<WorkloadId> some, Map<WorkloadId, V> now, Map<WorkloadId, V> before) {
    Map<WorkloadId, V> mixed = new HashMap<>(now);
    for (WorkloadId id : some) {
      V then = before.get(id);
      if (then == null) {
        mixed.remove(id);
      } else {
        mixed.put(id, then);
      }
    }
    return mixed;
  }

  /** A copy with these inputs of the decisions. */
  DecidedWorkloads on(Map<WorkloadId, Inputs> other) {
    return new DecidedWorkloads(seen, decisions, costs, waivers, lapses, other);
  }
}
