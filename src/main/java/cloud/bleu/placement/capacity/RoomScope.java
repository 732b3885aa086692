package cloud.bleu.placement.capacity;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Asks or does something while the room counts something else. When that is over, also after an
 * error, the room counts what workloads have then.
 */
public final class RoomScope {
  private final PlanState planState;
  private boolean evicting;

  RoomScope(PlanState planState) {
    this.planState = planState;
  }

  /** Asks while the replicas of workloads use no room; what is held for them stays held. */
  public <T> T unused(List<WorkloadState> some, Supplier<T> question) {
    some.forEach(each -> planState.ledger.use(each, false));
    try {
      return question.get();
    } finally {
      some.forEach(each -> planState.ledger.use(each, true));
    }
  }

  /** Changes workloads while their replicas use no room; what is held for them stays held. */
  public void changing(List<WorkloadState> some, Runnable change) {
    unused(
        some,
        () -> {
          change.run();
          return some;
        });
  }

  /** Asks while the moves of workloads whose reserve is held have no room. */
  public <T> T unreserved(List<WorkloadState> some, Supplier<T> question) {
    some.forEach(planState::release);
    try {
      return question.get();
    } finally {
      some.forEach(planState::hold);
    }
  }

  /**
   * Asks while a zone takes nothing new that asks for a column in which what suspended workloads
   * hold is all that does not fit: nobody makes room for that.
   */
  public boolean uncrowded(BooleanSupplier question) {
    int columns = planState.zones() * planState.columns.count;
    for (int at = 0; at < columns; at++) {
      planState.ledger.outgrown.crowd(at, planState.ledger.crowded(at));
    }
    try {
      return question.getAsBoolean();
    } finally {
      for (int at = 0; at < columns; at++) {
        planState.ledger.outgrown.crowd(at, false);
      }
    }
  }

  /** Asks while whoever comes evicts others now, and not at a loss alone. */
  public boolean evictingNow(BooleanSupplier question) {
    evicting = true;
    try {
      return question.getAsBoolean();
    } finally {
      evicting = false;
    }
  }

  /**
   * Whether a workload may have so many replicas only if it does all that is asked of growth, also
   * during a loss: who is let come by the loss alone evicts nobody now. What ran, and what is lost
   * from its home, is not let come by it.
   */
  public boolean asksAll(int workload, int replicas) {
    return evicting && replicas > planState.workloadStates[workload].places().ranOrAtHome();
  }

  /** Asks while a workload that is out of the room is counted in it. */
  public boolean counting(WorkloadState workloadState, BooleanSupplier question) {
    planState.enter(workloadState);
    try {
      return question.getAsBoolean();
    } finally {
      planState.leave(workloadState);
    }
  }

  /** Asks while room is held for all replicas of workloads that wait to go home. */
  public <T> T holdingHomes(List<WorkloadState> some, Supplier<T> question) {
    some.forEach(planState::holdHomes);
    try {
      return question.get();
    } finally {
      some.forEach(planState::releaseHomes);
    }
  }
}
