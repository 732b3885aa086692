package cloud.bleu.placement.capacity;

import java.util.Arrays;

/**
 * Ends searches by a count of steps, never by time, so that every machine decides alike. Each
 * workload has its own steps, so a hard search takes none from another workload.
 */
public final class StepBudget {
  /** Steps of one workload in one plan. */
  static final long OF_A_WORKLOAD = 300_000;

  private final long[] left;
  private int workload;
  private long leftHere;
  private boolean cut;

  StepBudget(int workloads) {
    left = new long[Math.max(1, workloads)];
    Arrays.fill(left, OF_A_WORKLOAD);
  }

  /** Takes the steps of this workload from now on. */
  public void charge(int number) {
    workload = number;
  }

  /** Grants a workload so many steps, whatever it had. */
  public void grant(int number, long steps) {
    left[number] = steps;
  }

  /** Steps that a workload has left. */
  public long left(int number) {
    return Math.max(0, left[number]);
  }

  /** Whether a workload has taken no step yet. */
  public boolean untouched(int number) {
    return left[number] == OF_A_WORKLOAD;
  }

  /** Starts a search of at most so many steps, less when the workload has fewer left. */
  public void start(long most) {
    leftHere = Math.min(most, left[workload]);
  }

  /** Takes a step of the search; false when it must end. */
  public boolean take() {
    if (leftHere <= 0) {
      cut = true;
      return false;
    }
    leftHere--;
    left[workload]--;
    return true;
  }

  /** Counts a step of an outer search. */
  public void count() {
    left[workload]--;
  }

  /** Counts so many. */
  public void count(long steps) {
    left[workload] -= steps;
  }

  /**
   * The steps that a search for something better than what was found may take: a tenth of those
   * that are left, and none of the last half, which is for what finds anything at all.
   */
  public long share() {
    long here = left[workload];
    return Math.max(0, Math.min(here / 10, here - OF_A_WORKLOAD / 2));
  }

  /** Steps that the workload has left, below 0 when more were counted. */
  public long left() {
    return left[workload];
  }

  /** Whether the steps of the workload are used up. */
  public boolean spent() {
    return left[workload] <= 0;
  }

  /** Notes from now on whether a search ended because no steps were left. */
  public void mark() {
    cut = false;
  }

  /** Whether a search ended for want of steps since the mark. */
  public boolean cut() {
    return cut || spent();
  }
}
