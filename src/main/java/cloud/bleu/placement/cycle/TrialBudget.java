package cloud.bleu.placement.cycle;

/**
 * Bounds the search for one that the others of a group can follow. A trial that comes to nothing is
 * taken back with the steps that it took, so the steps of the workloads do not bound these trials;
 * this does. It is counted, so that every machine tries the same.
 *
 * <p>A trial that began is ended: the bound is exceeded by at most one of them, which takes as many
 * rounds as the group has members, and one.
 */
final class TrialBudget {
  /** Turns. In a group of up to 20 they suffice to try everybody once. */
  static final int TURNS = 10_000;

  /** Steps of the searches in these turns: as many as three workloads have, and some. */
  static final long STEPS = 1_000_000;

  private int turns;
  private long steps;

  /** Counts a turn. */
  void turn() {
    turns++;
  }

  /** Counts steps that a trial took. */
  void count(long taken) {
    steps += taken;
  }

  /** Whether no further trial begins. */
  boolean spent() {
    return turns >= TURNS || steps >= STEPS;
  }
}
