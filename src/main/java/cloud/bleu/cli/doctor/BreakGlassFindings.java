package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.status.WorkloadStatus;
import java.util.List;

/** Workloads for which a person set policies aside, or tried to, each with what is left to do. */
public final class BreakGlassFindings {

  private BreakGlassFindings() {}

  /** What the operator says of those of a namespace; nothing of one that two people signed. */
  public static List<Finding> of(List<BleuWorkload> workloads, String namespace) {
    return ConditionFindings.of(
        workloads,
        namespace,
        WorkloadStatus.BREAK_GLASS,
        told -> !told.getReason().equals(BreakGlassState.Countersigned.code()));
  }
}
