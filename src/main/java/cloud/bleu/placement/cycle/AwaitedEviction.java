package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.List;

/**
 * What a live drill keeps from a workload that it does not concern: a place that is free only where
 * lower priorities give way now. The drill ends for that. Replicas that the drill itself has
 * displaced end nothing: they are what the drill tries.
 */
final class AwaitedEviction {
  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final RoomLadder ladder;
  private final Growth growth;

  AwaitedEviction(PlanState planState, ReplicaPlacer placer, RoomLadder ladder, Growth growth) {
    this.planState = planState;
    this.placer = placer;
    this.ladder = ladder;
    this.growth = growth;
  }

  /** Why replicas have no place that await an eviction. */
  static Decision.Reason reason(Zone.Drill drill) {
    return ReasonCode.EvictionAwaited.forNow(
        Message.of("why.drillEvictsNobody", "drill", drill.name()),
        Message.of("do.awaitDrill", "drill", drill.name()));
  }

  /**
   * Whether at least one more replica of a workload, which is out of the room and has got all that
   * is free, would come, or leave the zone that it has to leave.
   *
   * @param missing replicas that have no zone
   * @param whole whether they come together or not at all
   */
  boolean isAwaited(
      WorkloadState workloadState, Displacement displacement, int missing, boolean whole) {
    if (planState.topology.drill == null || !workloadState.compiled.preempts()) {
      return false;
    }
    if (whole) {
      return evicting(workloadState, missing);
    }
    boolean[] awaited = {false};
    growth.grow(
        workloadState,
        missing,
        replicas -> {
          awaited[0] = awaited[0] || evicting(workloadState, replicas);
          return awaited[0];
        });
    growth.move(
        workloadState,
        awaited[0] ? 0 : displacement.staying(this::isLeftForOthers),
        replicas -> {
          awaited[0] =
              awaited[0]
                  || displacement.without(
                      replicas, this::isLeftForOthers, () -> evicting(workloadState, replicas));
          return awaited[0];
        });
    return awaited[0];
  }

  /** Whether one more replica would come to the zone that is the only one for now. */
  boolean isAwaited(WorkloadState workloadState) {
    return evicting(workloadState, 1);
  }

  /** Whether what has to leave a zone has to for another reason than the drill. */
  private boolean isLeftForOthers(int zone) {
    return planState.topology.zone(zone).drill() == null;
  }

  private boolean evicting(WorkloadState workloadState, int replicas) {
    return ladder.wouldEvict(
        List.of(workloadState),
        victims -> {
          placer.start(workloadState);
          return placer.place(replicas);
        });
  }
}
