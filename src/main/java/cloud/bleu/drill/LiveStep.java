package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import java.util.List;

/** What becomes of a live drill next. It is written into its status before anything acts on it. */
public sealed interface LiveStep {

  /** Nothing is due. */
  record Idle() implements LiveStep {}

  /**
   * It is due, and may not begin now.
   *
   * @param told whether a pass tells when that ends; else somebody has to look again
   * @param stalled whether a person has to act
   * @param message why, and what to do
   */
  record Waits(String code, boolean stalled, boolean told, String message) implements LiveStep {}

  /** It begins. */
  record Begins(Live live, DrillRun.Cause cause, String request) implements LiveStep {}

  /** It goes on. */
  record Moves(Live live) implements LiveStep {}

  /**
   * Its zones are in service again.
   *
   * @param request the value of the annotation that an abort answers: the run that it asks for was
   *     this one; empty: none
   * @param verdicts on workloads, the worst first; none on those of which it is not known
   */
  record Ends(Live live, Run run, List<WorkloadVerdict> verdicts, String request)
      implements LiveStep {
    public Ends {
      verdicts = List.copyOf(verdicts);
    }
  }

  /** What was moved is not home yet. */
  record Returns(Live live) implements LiveStep {}

  /** All that comes home is there. */
  record Home() implements LiveStep {}
}
