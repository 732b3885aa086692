package cloud.bleu.delivery.zone;

import org.jspecify.annotations.Nullable;

/**
 * Whether a target would take a manifest.
 *
 * @param problem what refuses it; while the answer is under way what refused it last, if anything
 *     did
 */
public record Acceptance(Answer answer, @Nullable DeliveryProblem problem) {

  /** It would be taken. */
  public static final Acceptance TAKEN = new Acceptance(Answer.TAKEN, null);

  /**
   * Nobody can be asked: the target does not answer. That counts neither as taken nor as refused,
   * and nothing is written there meanwhile.
   */
  public static final Acceptance NOT_ASKED = new Acceptance(Answer.NOT_ASKED, null);

  /** What is known of it. */
  public enum Answer {
    TAKEN,
    REFUSED,
    NOT_ASKED,
    /** It is being asked, on a thread of the target: the workload is looked at again then. */
    UNDER_WAY
  }

  /** It would be refused, and here is why. */
  public static Acceptance refused(DeliveryProblem problem) {
    return new Acceptance(Answer.REFUSED, problem);
  }

  /**
   * It is being asked.
   *
   * @param last what refused it when it was asked last, null: nothing
   */
  public static Acceptance underWay(@Nullable DeliveryProblem last) {
    return new Acceptance(Answer.UNDER_WAY, last);
  }
}
