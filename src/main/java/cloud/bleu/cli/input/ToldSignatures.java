package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.status.WorkloadStatus;
import cloud.bleu.translate.policy.SignatureCheck;

/**
 * Whether a break-glass was checked, as the operator says it of the workload: who reads a cluster
 * cannot know since when admission checks.
 */
public final class ToldSignatures implements SignatureCheck {
  @Override
  public boolean checked(BleuWorkload workload, BreakGlass glass) {
    return !WorkloadStatus.isUncheckedBreakGlass(workload);
  }
}
