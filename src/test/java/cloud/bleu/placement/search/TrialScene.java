package cloud.bleu.placement.search;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A trial of the workload {@code a} of an estate, as a search finds it: what {@code a} has by its
 * placement is fixed and out of the room, what others have by theirs is in it.
 */
final class TrialScene {
  private TrialScene() {}

  static PlacementTrial of(Estate estate) {
    return placer(estate).trial;
  }

  /** The placer of such a trial. */
  static ReplicaPlacer placer(Estate estate) {
    return placer(estate, SearchEffort.FULL);
  }

  /** The same, which takes no more upon itself than this. */
  static ReplicaPlacer placer(Estate estate, SearchEffort effort) {
    PlanState state = new PlanState(estate);
    WorkloadState own = null;
    for (WorkloadState one : state.workloadStates) {
      boolean isOwn = one.compiled.workload.id().equals(Estates.id("a"));
      own = isOwn ? one : own;
      for (Assignment a : assignments(estate, one)) {
        int zone = List.of(state.topology.names).indexOf(a.zone());
        if (isOwn) {
          one.motion().run(zone, a.replicas(), 0);
        } else {
          state.change(one, zone, a.replicas());
        }
      }
    }
    ReplicaPlacer placer = new ReplicaPlacer(state, effort);
    placer.start(own);
    return placer;
  }

  private static List<Assignment> assignments(Estate estate, WorkloadState workloadState) {
    return estate.placements().stream()
        .filter(p -> p.id().equals(workloadState.compiled.workload.id()))
        .map(Placement::assignments)
        .findFirst()
        .orElse(List.of());
  }

  /** {@code 2 0 1}: counts by zone. */
  static String counts(int[] x) {
    return Arrays.stream(x).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}
