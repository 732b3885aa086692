package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A waiver that could be read. */
record ReadWaiver(
    ObjectRef ref, WorkloadId workload, SovereigntyWaiverSpec spec, Instant from, Instant until) {

  boolean approved() {
    return isGiven(spec.approvedBy()) && isGiven(spec.requestedBy());
  }

  WaiverStanding standing(WaiverState state, Message finding) {
    return new WaiverStanding(ref, workload, state, finding);
  }

  static boolean isGiven(@Nullable String text) {
    return text != null && !text.isEmpty();
  }
}
