package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;

import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.Arrays;

/** Workload {@code a} is related to {@code b}. Zones z1 and z2 are in one region, z3 in another. */
final class RelationScene {
  private RelationScene() {}

  static PlanState state(WorkloadBuilder a, ZoneState first) {
    return new PlanState(
        estate()
            .zone(
                zone("z1").region("r1").state(first),
                zone("z2").region("r1"),
                zone("z3").region("r2"))
            .workload(a.replicas(9), workload("b").replicas(9))
            .build());
  }

  static PlanState needing() {
    return state(workload("a").affinity("b", Scope.REGION, true), ZoneState.Active);
  }

  static int[] numbers(String counts) {
    return Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  static void stand(WorkloadState one, String counts) {
    int[] x = numbers(counts);
    for (int z = 0; z < x.length; z++) {
      one.motion().run(z, x[z], 0);
    }
  }
}
