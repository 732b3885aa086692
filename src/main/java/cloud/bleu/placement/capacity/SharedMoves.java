package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.MoveBudget;
import cloud.bleu.placement.estate.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The moves for a better state that all workloads together have left in the hour. Workloads take
 * from them in the order of decisions.
 */
public final class SharedMoves {
  /** More than all workloads of an estate have replicas. */
  public static final long UNBOUNDED = Long.MAX_VALUE / 2;

  private static final Duration HOUR = Duration.ofHours(1);

  private final PlanState planState;
  private final @Nullable MoveBudget budget;
  private final Instant instant;

  /** Whether any were made in the hour before this plan. */
  private final boolean used;

  /** The most that this plan may make in all, or a trial in it. */
  private long most;

  /** Moves in this plan of all workloads but the one whose turn it is. */
  private long others;

  SharedMoves(PlanState planState, Estate estate) {
    this.planState = planState;
    budget = estate.moveBudget();
    instant = estate.now();
    long before = estate.placements().stream().mapToLong(Placement::movesInLastHour).sum();
    used = before > 0;
    most = budget == null ? UNBOUNDED : budget.perHour() - before;
  }

  /** The turn of a workload begins: nobody else moves until the next one does. */
  public void turn(WorkloadState workloadState) {
    others = budget == null ? 0 : made() - workloadState.notes().movedNow();
  }

  /**
   * The most that the workload whose turn it is may move, within its own budget; notes where the
   * budget of all leaves it less.
   */
  public int most(WorkloadState workloadState, int own) {
    if (budget == null || own == 0) {
      return own;
    }
    long left = most - others - workloadState.notes().movedNow();
    if (left < own) {
      workloadState.notes().curb();
    }
    return (int) Math.max(0, Math.min(own, left));
  }

  /**
   * Asks something while so many may be made from here on, whatever was made before, to see what
   * that would change.
   */
  public <T> T lending(long moves, Supplier<T> question) {
    long before = most;
    most = made() + moves;
    try {
      return question.get();
    } finally {
      most = before;
    }
  }

  /** The moves of all workloads in this plan. */
  private long made() {
    long made = 0;
    for (WorkloadState each : planState.workloadStates) {
      made += each.notes().movedNow();
    }
    return made;
  }

  /** Most replicas in an hour; {@link Integer#MAX_VALUE} without a bound. */
  public int perHour() {
    return budget == null ? Integer.MAX_VALUE : budget.perHour();
  }

  /** The earliest instant after now at which more moves are free, if any are counted. */
  public Instant nextFree() {
    Instant free = budget == null || !used ? null : budget.nextFree();
    return free != null && free.isAfter(instant) ? free : instant.plus(HOUR);
  }
}
