package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.WorkloadStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;

/** Workloads for which a person set policies aside, or tried to, each with what is left to do. */
public final class BreakGlassFindings {

  private BreakGlassFindings() {}

  /** What the operator says of those of a namespace; nothing of one that two people signed. */
  public static List<Finding> of(List<BleuWorkload> workloads, String namespace) {
    List<Finding> findings = new ArrayList<>();
    for (BleuWorkload workload : workloads) {
      Condition told =
          workload.getStatus() == null
              ? null
              : Conditions.find(workload.getStatus().conditions(), WorkloadStatus.BREAK_GLASS);
      if (told != null
          && namespace.equals(workload.getMetadata().getNamespace())
          && !told.getReason().equals(BreakGlassState.Countersigned.code())) {
        findings.add(
            new Finding(
                "BleuWorkload",
                workload.getMetadata().getName(),
                told.getReason(),
                told.getMessage()));
      }
    }
    return findings;
  }
}
