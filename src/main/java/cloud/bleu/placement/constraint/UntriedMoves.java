package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import java.util.List;

/** Replicas that would move for a better state, had it been tried whether others can follow. */
final class UntriedMoves {
  private UntriedMoves() {}

  /** That they stay for others, which nothing proves; empty where that was tried. */
  static List<Decision.Reason> of(WorkloadState workloadState) {
    return workloadState.notes().untried()
        ? List.of(
            ReasonCode.FollowSearchCut.forNow(
                Message.of("why.noFollowFound"), Message.of("do.needFewer")))
        : List.of();
  }
}
