package cloud.bleu.placement;

/** Ends searches by a count of steps, never by time, so that every machine decides alike. */
final class Steps {
  private static final long TOTAL = 5_000_000;

  private long left = TOTAL;
  private long leftHere;

  /** Lets so many more steps be taken; returns what was left. */
  long refill(long steps) {
    long before = left;
    left = steps;
    return before;
  }

  long left() {
    return Math.max(0, left);
  }

  /** Starts a search of at most so many steps, less when little is left of the whole. */
  void start(long most) {
    leftHere = Math.min(most, left);
  }

  /** Takes a step of the search; false when it must end. */
  boolean take() {
    if (leftHere <= 0) {
      return false;
    }
    leftHere--;
    left--;
    return true;
  }

  /** Counts a step of an outer search. */
  void count() {
    left--;
  }

  /** Whether the steps of the whole plan are used up. */
  boolean spent() {
    return left <= 0;
  }
}
