package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.MoveBudget;
import cloud.bleu.placement.estate.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The moves for a better state that all workloads together have left in the hour. Whoever has its
 * turn first takes of them first: that is the order of decisions.
 */
public final class SharedMoves {
  private static final Duration HOUR = Duration.ofHours(1);

  private final PlanState planState;
  private final @Nullable MoveBudget budget;
  private final Instant instant;
  private final long before;

  /** Of whom it is asked what it would do without the bound; null: of nobody. */
  private @Nullable WorkloadState unbound;

  SharedMoves(PlanState planState, Estate estate) {
    this.planState = planState;
    budget = estate.moveBudget();
    instant = estate.now();
    before = estate.placements().stream().mapToLong(Placement::movesInLastHour).sum();
  }

  /** The most that a workload may move of what its own budget leaves; notes where that is less. */
  public int most(WorkloadState workloadState, int own) {
    if (budget == null || own == 0 || workloadState == unbound) {
      return own;
    }
    long left = budget.perHour() - before;
    for (int i = 0; i < planState.workloadStates.length && left > 0; i++) {
      left -= planState.workloadStates[i].movedNow;
    }
    workloadState.curbed |= left < own;
    return (int) Math.max(0, Math.min(own, left));
  }

  /** Lifts the bound for one workload, to see what it would do; null: for nobody. */
  public void lift(@Nullable WorkloadState workloadState) {
    unbound = workloadState;
  }

  /** Most replicas in an hour; {@link Integer#MAX_VALUE} without a bound. */
  public int perHour() {
    return budget == null ? Integer.MAX_VALUE : budget.perHour();
  }

  /**
   * When more moves are free at the earliest than now; null: never, as none was made. Who waits
   * though needs more at once than there are in an hour.
   */
  public @Nullable Instant nextFree() {
    boolean now = Arrays.stream(planState.workloadStates).anyMatch(each -> each.movedNow > 0);
    if (perHour() == 0 || before == 0 && !now) {
      return null;
    }
    Instant free = budget == null || before == 0 ? null : budget.nextFree();
    return free != null && free.isAfter(instant) ? free : instant.plus(HOUR);
  }
}
