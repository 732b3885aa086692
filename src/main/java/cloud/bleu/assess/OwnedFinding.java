package cloud.bleu.assess;

import cloud.bleu.assess.model.Finding;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A finding, how it stands, and whose it is. What was fixed is no finding any more.
 *
 * @param owner null: nobody is stated
 * @param until the last day of its acceptance; null: nobody accepts it
 */
public record OwnedFinding(
    Finding finding,
    State state,
    Source source,
    @Nullable String owner,
    @Nullable LocalDate until) {

  /** How it stands. */
  public enum State {
    /** Nobody accepts it. */
    Open,
    /** Somebody accepts it, until a day. */
    Accepted,
    /** Somebody accepted it, and that has ended: it counts again. */
    AcceptanceExpired
  }

  /** Who states the owner. */
  public enum Source {
    /** The acceptance. */
    Acceptance,
    /** A rule on owners of the plan. */
    Plan,
    /** An annotation of the object that it is found in. */
    Annotation,
    /** Nobody. */
    NotStated
  }

  /** Whether it counts. */
  public boolean isOpen() {
    return state != State.Accepted;
  }
}
