package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only who is in the way is evicted now. */
class PreemptionTest {

  /**
   * x comes to z1, where w is in its way, and to z2, where h runs that asks for so much memory.
   *
   * @param events whether anybody names a loss
   */
  private static Estate estate(long asked, boolean events, int memory) {
    WorkloadBuilder t = workload("t").cpu(1).only("z3");
    WorkloadBuilder x =
        workload("x")
            .cpu(4)
            .replicas(2)
            .only("z1", "z2")
            .spread(Scope.ZONE, 1, null, 1, true)
            .priority(10);
    EstateBuilder estate =
        Estates.estate()
            .zone(
                zone("z1").cpu(10).resource("memory", 100),
                zone("z2").cpu(10).resource("memory", 100),
                zone("z3").cpu(10).resource("memory", 100))
            .workload(
                workload("h").cpu(1).request("memory", asked).only("z2"),
                workload("w").cpu(10).only("z1").priority(5),
                events ? t.tolerate(Scope.ZONE, 0, Workload.Recover.BestEffort, false) : t,
                memory == 0 ? x : x.request("memory", memory));
    return estate.running("h", "z2", 1).running("w", "z1", 1).running("t", "z3", 1).build();
  }

  @ParameterizedTest
  @CsvSource({
    "90, false, 0, z2=1",
    "90, true, 0, z2=1",
    "110, false, 0, z2=1",
    "110, true, 0, z2=1",
    "90, true, 20, ''",
    "110, false, 20, ''",
    "110, true, 20, ''"
  })
  void whoHasOutgrownItsZoneGoesOnlyWhereItIsInTheWay(
      long asked, boolean events, int memory, String left) {
    Estate estate = estate(asked, events, memory);
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    List<String> zones = new ArrayList<>();
    plan.decisions().forEach(d -> zones.add(d.id().name() + ": " + zones(d)));
    assertEquals(List.of("h: " + left, "t: z3=1", "w: ", "x: z1=1, z2=1"), zones);
  }

  /**
   * Zone z4 is lost, where h ran, so that it may break its least number in a zone, which it mends
   * by a move to z3. Nobody has gone then for a replica that went on.
   */
  @Test
  void whatOthersWereEvictedForStaysInThisPlan() {
    Estate estate =
        Estates.estate()
            .zone(zone("z1").cpu(2), zone("z2").cpu(1), zone("z3").cpu(2))
            .zone(zone("z4").cpu(1).state(ZoneState.Lost))
            .workload(
                workload("h")
                    .replicas(3)
                    .perZone(2, null)
                    .tolerate(Scope.SITE, 2, Workload.Recover.BestEffort, true)
                    .priority(10),
                workload("v").replicas(3).only("z1", "z2").spread(Scope.ZONE, 1, null, 1, true))
            .running("v", "z1", 2, "z2", 1)
            .running("h", "z4", 3)
            .build();
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    assertEquals("z1=1, z2=1, z3=1", zones(Estates.of(plan, "h")));
    assertEquals("z1=1", zones(Estates.of(plan, "v")));
  }
}
