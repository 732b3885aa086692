package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one pass read, and what its decisions are computed from.
 *
 * @param objects without the workloads that wait for what governs them
 * @param workloads of the objects
 * @param dates at which facts of the estate begin or cease to hold
 * @param decidedOn what a workload was decided on before this pass, null when nothing was
 */
record ReadEstate(
    ApiObjects objects,
    Map<WorkloadId, BleuWorkload> workloads,
    Translation translation,
    FactDates dates,
    DecisionInputs inputs,
    Function<WorkloadId, @Nullable Inputs> decidedOn) {

  Estate estate() {
    return translation.estate();
  }

  static Map<WorkloadId, BleuWorkload> byId(List<BleuWorkload> workloads) {
    Map<WorkloadId, BleuWorkload> byId = new HashMap<>();
    workloads.forEach(w -> byId.put(ObjectRef.workload(w), w));
    return byId;
  }
}
