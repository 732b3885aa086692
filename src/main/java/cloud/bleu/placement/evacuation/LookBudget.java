package cloud.bleu.placement.evacuation;

/**
 * How much a search may look at before it goes on with what it has. It is counted, and not timed,
 * so that the same plan is written the same way everywhere.
 */
final class LookBudget {

  private long left;

  LookBudget(long most) {
    left = most;
  }

  /** Counts so many looks. */
  void spend(long looks) {
    left -= looks;
  }

  /** Whether nothing is left. */
  boolean isSpent() {
    return left <= 0;
  }
}
