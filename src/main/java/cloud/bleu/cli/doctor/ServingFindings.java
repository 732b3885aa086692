package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.WorkloadStatus;
import java.util.List;

/** Workloads of a namespace in which the operator may not change objects, as it says itself. */
public final class ServingFindings {

  private ServingFindings() {}

  /** Those of a namespace that say so, each with what to do; none where it is served. */
  public static List<Finding> of(List<BleuWorkload> workloads, String namespace) {
    return workloads.stream()
        .filter(w -> namespace.equals(w.getMetadata().getNamespace()))
        .filter(WorkloadStatus::isNotServed)
        .map(ServingFindings::finding)
        .toList();
  }

  private static Finding finding(BleuWorkload workload) {
    var told = Conditions.find(workload.getStatus().conditions(), "Stalled");
    return new Finding(
        "BleuWorkload", workload.getMetadata().getName(), told.getReason(), told.getMessage());
  }
}
