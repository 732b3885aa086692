package cloud.bleu.operator.pass.adoption;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The pause until another pass tries single takers, after a pass that decided for no taker and did
 * not try all of them.
 */
final class AdoptionPause {

  /** So many such passes follow each other at once. */
  static final int IN_A_ROW = 5;

  /** After so long, once these are over, the next of them comes, if none comes before. */
  static final Duration FIRST = Duration.ofSeconds(5);

  /** It doubles up to that where facts change before all of them were tried. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  /** Whether a pass follows in which others are tried alone, and whether this one did. */
  private boolean goesOn;

  private boolean wentOn;

  /** How many did so at once. */
  private int inRow;

  /** How often facts have changed since then before all were tried. */
  private int restarts;

  /** Takes note that a pass begins. */
  void begin() {
    wentOn = goesOn;
    goesOn = false;
  }

  /**
   * Takes note that some takers are still to be tried.
   *
   * @param anew whether facts are other than in the pass before
   */
  void goOn(boolean anew) {
    goesOn = true;
    if (wentOn && anew) {
      // What changes with every pass is no reason for one pass after the other.
      inRow = IN_A_ROW;
      restarts++;
    }
  }

  /**
   * Takes note that the pass is over.
   *
   * @return how long until the next such pass; null: none follows
   */
  @Nullable Duration end() {
    if (!goesOn) {
      inRow = 0;
      restarts = 0;
      return null;
    }
    inRow++;
    if (inRow <= IN_A_ROW) {
      return Duration.ZERO;
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(Math.max(restarts - 1, 0), 10));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
