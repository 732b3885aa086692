package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A workload is scaled down, evicted and placed again in one plan. What moves is what was evicted;
 * what was too many is gone from where it was, and nobody's budget pays for it.
 */
class ScaleDownAndEvictionTest {

  /** Too many are in z1, which is cordoned and gives up first; z2 is taken by who comes first. */
  private static EstateBuilder evicted(int inZ1, int inZ2, int wanted, int taken) {
    return estate()
        .zone(zone("z1").cpu(8).state(ZoneState.Cordoned), zone("z2").cpu(inZ2), zone("z3").cpu(8))
        .workload(
            workload("low").replicas(wanted).rebalance(Workload.Rebalance.Mode.Never, 0),
            workload("high").replicas(taken).priority(10).only("z2"))
        .running("low", "z1", inZ1, "z2", inZ2);
  }

  @ParameterizedTest
  @CsvSource({
    // had in z1, had in z2, wanted, taken in z2: stays in z1, stays in z2, comes to z3
    "4, 2, 4, 2, 2, 0, 2",
    "4, 2, 4, 1, 2, 1, 1",
    "3, 3, 4, 3, 1, 0, 3",
    "2, 3, 3, 3, 0, 0, 3",
    "4, 2, 6, 2, 4, 0, 2",
  })
  void whatMovesIsWhatWasEvicted(
      int inZ1, int inZ2, int wanted, int taken, int staysInZ1, int staysInZ2, int comes) {
    Estate estate = evicted(inZ1, inZ2, wanted, taken).build();
    Plan plan = Planner.propose(estate, Map.of());
    Decision low = of(plan, "low");
    String stay = (staysInZ1 > 0 ? "z1=" + staysInZ1 + ", " : "");
    stay += staysInZ2 > 0 ? "z2=" + staysInZ2 + ", " : "";
    assertEquals(stay + "z3=" + comes, zones(low));
    assertEquals(List.of(new Contingency.Move("z2", "z3", comes)), low.moves());
    assertEquals(Decision.Cause.Preempted, low.cause());
    assertEquals(List.of(), Checker.check(estate, plan));
  }

  @Test
  void theOperatorCarriesItOut() {
    Plan plan = Planner.plan(evicted(4, 2, 4, 2).build());
    assertEquals("z1=2, z3=2", zones(of(plan, "low")));
    assertEquals("z2=2", zones(of(plan, "high")));
  }
}
