package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.Supposition;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * The replicas of one workload that have to leave their zone. They are taken out first, go where
 * they fit, and are put back where they do not.
 */
final class Displacement {
  private final WorkloadState workloadState;

  /** By zone: those that left it. */
  private final int[] displaced;

  /** By zone: those that were put back into it. */
  private final int[] back;

  private Displacement(WorkloadState workloadState, int zones) {
    this.workloadState = workloadState;
    this.displaced = new int[zones];
    this.back = new int[zones];
  }

  /** Takes out what has to leave its zone. */
  static Displacement of(PlanState planState, WorkloadState workloadState) {
    Displacement displacement = new Displacement(workloadState, planState.zones());
    for (int z = 0; z < planState.topology.known; z++) {
      displacement.takeOut(z, VacatedZones.leaving(planState, workloadState, z));
    }
    if (displacement.total() > 0) {
      workloadState.motion().leave();
    }
    return displacement;
  }

  private void takeOut(int zone, int replicas) {
    displaced[zone] = replicas;
    workloadState.motion().displace(zone, replicas);
  }

  /** Replicas that left their zone and are not back. */
  int total() {
    return WorkloadState.sum(displaced);
  }

  /** By zone: replicas that left it and are not back. */
  int[] byZone() {
    return displaced;
  }

  /** Puts so many back to where they were, those of the first zones first. */
  void putBack(int replicas) {
    putBack(displaced, back, replicas);
  }

  private void putBack(int[] out, int[] in, int replicas) {
    int left = replicas;
    for (int z = 0; z < out.length && left > 0; z++) {
      int stays = Math.min(left, out[z]);
      workloadState.motion().putBack(z, stays);
      out[z] -= stays;
      in[z] += stays;
      left -= stays;
    }
  }

  /** Replicas that were put back into zones of a kind. */
  int staying(IntPredicate zones) {
    int staying = 0;
    for (int z = 0; z < back.length; z++) {
      staying += back[z] > 0 && zones.test(z) ? back[z] : 0;
    }
    return staying;
  }

  /** Answers a question as if so many of those that were put back into zones of a kind were out. */
  boolean without(int replicas, IntPredicate zones, BooleanSupplier question) {
    int[] supposed = workloadState.counts().clone();
    int left = replicas;
    for (int z = 0; z < back.length && left > 0; z++) {
      int out = back[z] > 0 && zones.test(z) ? Math.min(left, back[z]) : 0;
      supposed[z] -= out;
      left -= out;
    }
    try (Supposition out = workloadState.motion().suppose(supposed)) {
      return question.getAsBoolean();
    }
  }

  /** Takes out again so many of those that are back and places them; false: all as before. */
  boolean move(int replicas, Growth.Attempt attempt) {
    int[] out = displaced.clone();
    int[] stay = new int[back.length];
    int staying = WorkloadState.sum(back) - replicas;
    boolean placed =
        workloadState
            .motion()
            .orAsBefore(
                () -> {
                  for (int z = 0; z < back.length; z++) {
                    workloadState.motion().displace(z, back[z]);
                    out[z] += back[z];
                  }
                  putBack(out, stay, staying);
                  return attempt.place(replicas);
                });
    if (placed) {
      System.arraycopy(out, 0, displaced, 0, out.length);
      System.arraycopy(stay, 0, back, 0, stay.length);
    }
    return placed;
  }
}
