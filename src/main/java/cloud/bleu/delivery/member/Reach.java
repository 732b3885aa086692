package cloud.bleu.delivery.member;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a cluster is reached.
 *
 * @param since when this state began
 * @param reason UpperCamelCase and stable: it becomes the reason of a condition
 * @param message what was seen of it, and what to do; without the instant
 */
public record Reach(State state, Instant since, String reason, String message) {

  /** What is known of it. */
  public enum State {
    /** Its server answers, and its objects are read and watched. */
    REACHED,
    /** It does not, or refuses. */
    UNREACHED,
    /** It was not asked yet, or its objects are being read for the first time. */
    ASKING
  }

  /** How long it is not reported that the state is unknown: usually it is known by then. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Whether it is being asked for the first time, and may answer any moment. */
  public boolean isPending(Instant now) {
    return state == State.ASKING && isLately(now);
  }

  /** Whether it is reached so lately that what is asked of it next may be answered any moment. */
  public boolean isNew(Instant now) {
    return isReached() && isLately(now);
  }

  /** A clock that was put back says nothing of how long ago it was. */
  private boolean isLately(Instant now) {
    return !now.isBefore(since) && now.isBefore(since.plus(ANSWER));
  }

  /** Whether its server answers and its objects are seen. */
  public boolean isReached() {
    return state == State.REACHED;
  }
}
