package cloud.bleu.delivery.zone;

import org.jspecify.annotations.Nullable;

/**
 * What came of bringing a zone to what it is to hold.
 *
 * @param problem what refuses it; while it is under way what refused it last, if anything did
 */
public record Ensured(Result result, @Nullable DeliveryProblem problem) {

  /** It was written: an event tells when there is more to see. */
  public static final Ensured WRITTEN = new Ensured(Result.WRITTEN, null);

  /** It was so already, which only the write has shown: no event will tell. */
  public static final Ensured UNCHANGED = new Ensured(Result.UNCHANGED, null);

  /** What stands there is not what was seen: the same order is worth another try. */
  public static final Ensured STALE = new Ensured(Result.STALE, null);

  /** How far it came. */
  public enum Result {
    WRITTEN,
    UNCHANGED,
    STALE,
    REFUSED,
    /** It is being written, on a thread of the target: the workload is looked at again then. */
    UNDER_WAY
  }

  /** Nothing was written, and here is why. */
  public static Ensured refused(DeliveryProblem problem) {
    return new Ensured(Result.REFUSED, problem);
  }

  /**
   * It is being written.
   *
   * @param last what refused it when it was tried last, null: nothing
   */
  public static Ensured underWay(@Nullable DeliveryProblem last) {
    return new Ensured(Result.UNDER_WAY, last);
  }
}
