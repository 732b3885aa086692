package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import java.time.Instant;
import java.util.List;

/**
 * Replicas that would move for a better state if the bound on the moves of all workloads allowed
 * it.
 */
final class AwaitedMoves {
  private AwaitedMoves() {}

  /**
   * Why they wait, and until when at least, or that no hour is enough; empty where none waits for
   * that.
   */
  static List<Decision.Reason> of(PlanState planState, WorkloadState workloadState) {
    if (!workloadState.notes().awaitsMoves()) {
      return List.of();
    }
    Instant until = workloadState.notes().needsMore() ? null : planState.sharedMoves.nextFree();
    Message why =
        Message.of(
            "why.movesWait",
            "moves",
            planState.sharedMoves.perHour(),
            "until",
            until == null ? List.of() : until);
    return List.of(
        ReasonCode.MovesWait.because(
            why, Message.of("do.awaitMoves", "never", until == null), until != null));
  }
}
