package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two regions within one replica of each other, zones within 15. Of 95 replicas the region of two
 * zones gets 47 or 48, of which z5 takes 20, so z0 gets 27 or 28. With 28 no zone may hold less
 * than 13, and the other region's four zones would hold 52. So there is one way, and it is far from
 * even.
 */
class FloorChoicesTest {
  private static final String ONLY_WAY = "z0=27, z1=12, z2=12, z3=12, z4=12, z5=20";

  private static EstateBuilder regions() {
    return estate()
        .zone(zone("z0").region("r0").cpu(68), zone("z5").region("r0").cpu(20))
        .zone(zone("z1").region("r1").cpu(64), zone("z2").region("r1").cpu(24))
        .zone(zone("z3").region("r1").cpu(63), zone("z4").region("r1").cpu(66))
        .workload(
            workload("a")
                .replicas(95)
                .spread(Scope.ZONE, 1, null, 15, true)
                .spread(Scope.REGION, 1, null, 1, true)
                .rebalance(Workload.Rebalance.Mode.Never, 0));
  }

  private static String placed(Estate e) {
    Plan plan = Planner.propose(e, Map.of());
    assertEquals(List.of(), Checker.check(e, plan));
    return zones(of(plan, "a"));
  }

  @Test
  void theOnlyWayIsFound() {
    assertEquals(ONLY_WAY, placed(regions().build()));
  }

  @Test
  void theOnlyWayToGrowIsFound() {
    Estate e =
        regions().running("a", "z0", 20, "z1", 9, "z2", 9, "z3", 9, "z4", 9, "z5", 15).build();
    assertEquals(ONLY_WAY, placed(e));
  }
}
