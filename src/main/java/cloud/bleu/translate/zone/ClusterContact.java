package cloud.bleu.translate.zone;

import java.time.Instant;

/**
 * What is known of the cluster that a zone is in, by asking its API server.
 *
 * @param since when that began, by the clock of who asks
 */
public record ClusterContact(State state, Instant since) {

  /** What the answers say of the zone. */
  public enum State {
    /** It answers, and what stands there is seen. */
    Reached,
    /** It is reached again, and what was moved away from it still stands there. */
    Clearing,
    /** It does not answer, or answers with errors. */
    Silent,
    /**
     * It is not seen, for a reason that says nothing of the zone: a Secret, a right, a declaration,
     * or lists that are still being read.
     */
    Unknown,
    /** It was not asked yet. Its answer is a matter of seconds. */
    Pending
  }
}
