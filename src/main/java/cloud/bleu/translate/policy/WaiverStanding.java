package cloud.bleu.translate.policy;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * Whether a waiver is in force, and why not.
 *
 * @param object the SovereigntyWaiver
 * @param workload that it is for; null when it cannot be read
 * @param state what of it holds at the instant of the estate
 * @param finding why, and what to do next unless it is in force
 */
public record WaiverStanding(
    ObjectRef object, @Nullable WorkloadId workload, WaiverState state, Message finding) {

  /** In English: stable text. */
  public String message() {
    return finding.text();
  }
}
