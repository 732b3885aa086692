package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.DecisionText;
import cloud.bleu.evidence.verification.DecisionReplay.Made;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what a pass found in force, as its inputs record it, with what the chain has before it.
 *
 * @param faults of decisions that start from another state
 * @param forgotten decisions of which only volumes are missing, as places in the chain with the
 *     workload: an older operator, or older kinds, store a placement without them, and nobody has
 *     to have edited anything
 */
record StateCheck(List<ChainFault> faults, List<String> forgotten) {

  /** What differs before the decisions of a pass. */
  static StateCheck of(Estate estate, List<Made> pass) {
    Map<WorkloadId, Placement> placements = new HashMap<>();
    estate.placements().forEach(p -> placements.put(p.id(), p));
    List<ChainFault> faults = new ArrayList<>();
    List<String> forgotten = new ArrayList<>();
    for (Made made : pass) {
      DecisionText before = made.before();
      if (before == null) {
        continue;
      }
      WorkloadId id = made.decision().id();
      Placement recorded = placements.get(id);
      if (before.withdrawn() || recorded == null) {
        if (!before.withdrawn() || recorded != null) {
          faults.add(differs(made));
        }
      } else if (!before.placement(recorded.movesInLastHour(), recorded.volumes()).equals(recorded)
          || !isWithin(recorded.volumes(), before.volumes())) {
        faults.add(differs(made));
      } else if (!recorded.volumes().equals(before.volumes())) {
        forgotten.add(made.where() + " " + id);
      }
    }
    return new StateCheck(faults, forgotten);
  }

  /** Whether there are in no zone more than that. */
  private static boolean isWithin(Map<String, Integer> volumes, Map<String, Integer> most) {
    return volumes.entrySet().stream()
        .allMatch(zone -> zone.getValue() <= most.getOrDefault(zone.getKey(), 0));
  }

  private static ChainFault differs(Made made) {
    return new ChainFault(
        Code.StateDiffers,
        made.where(),
        made.decision().id()
            + ": the recorded inputs start from another state than the chain has before it");
  }
}
