package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.placement.objective.ObjectiveCheck;
import cloud.bleu.status.WorkloadFacts;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.workload.ObjectivesTranslator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what the status of a workload is computed from: a snapshot, its decision, what was
 * seen.
 */
final class WorkloadFactsAssembly {
  private WorkloadFactsAssembly() {}

  /**
   * The facts.
   *
   * @param errors of the workload, none if it can be planned
   * @param seen of it, after its delivery
   * @param served whether objects may be changed in its namespace
   */
  static WorkloadFacts of(
      BleuWorkload workload,
      Snapshot snapshot,
      List<String> errors,
      @Nullable DecisionInForce inForce,
      WorkloadObservation seen,
      boolean served) {
    WorkloadId id = ObjectRef.workload(workload);
    return new WorkloadFacts(
        workload,
        Snapshot.Seen.of(workload).generation(),
        errors,
        snapshot.decisions().get(id),
        written(inForce),
        snapshot.lapses().get(id),
        inForce != null && inForce.published(),
        inForce == null || snapshot.has(inForce),
        seen.children(),
        objectives(workload, snapshot),
        served,
        snapshot.estate(),
        snapshot.workload(id),
        snapshot.translation().breakGlass().get(id),
        snapshot.mistakes("BleuWorkload", id.namespace(), id.name()),
        seen.at());
  }

  private static List<ObjectiveAnswer> objectives(BleuWorkload workload, Snapshot snapshot) {
    WorkloadId id = ObjectRef.workload(workload);
    Workload read = snapshot.workload(id);
    return read == null
        ? List.of()
        : ObjectiveCheck.of(
            ObjectivesTranslator.of(workload),
            read,
            snapshot.decisions().get(id),
            snapshot.estate());
  }

  /** Where it runs: by what its WorkloadPlacement says. */
  private static List<Assignment> written(@Nullable DecisionInForce inForce) {
    WorkloadPlacementSpec written = inForce == null ? null : inForce.written();
    return written == null ? List.of() : written.assignments();
  }
}
