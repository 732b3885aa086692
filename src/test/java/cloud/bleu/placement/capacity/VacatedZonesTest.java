package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A reported loss acts at once, always. An inferred one acts after {@code failover.after}, and
 * never on what only people may move, or while the operator's own view is in doubt.
 */
class VacatedZonesTest {

  @ParameterizedTest
  @CsvSource({
    // state, minutes of silence (-1: none), failover after (-1: never), how: leaves, gone
    "Active,   -1, 10, plain,  false, false",
    "Cordoned, -1, 10, plain,  false, false",
    "Drained,  -1, 10, plain,  true,  false",
    "Drained,  -1, -1, volume, true,  false",
    "Lost,     -1, -1, plain,  true,  true",
    "Lost,     -1, 10, volume, true,  true",
    "Lost,     -1, 10, quorum, true,  true",
    "Active,    9, 10, plain,  false, false",
    "Active,   10, 10, plain,  true,  false",
    "Cordoned, 10, 10, plain,  true,  false",
    "Active,   99, -1, plain,  false, false",
    "Active,   99, 10, volume, false, false",
    "Active,   99, 10, quorum, false, false",
    "Active,   99, 10, doubt,  false, false",
    "Lost,     99, 10, doubt,  true,  true",
    "Drained,  99, 10, doubt,  true,  false",
  })
  void whatHasToBeLeft(
      ZoneState state, int silent, int after, String how, boolean leaves, boolean gone) {
    WorkloadBuilder one = workload("a");
    if (after >= 0) {
      one.failover(Duration.ofMinutes(after), Duration.ofMinutes(30));
    }
    if (how.equals("volume")) {
      one.dataBound();
    }
    if (how.equals("quorum")) {
      one.quorum();
    }
    ZoneBuilder z1 = zone("z1").state(state);
    ZoneBuilder z2 = zone("z2");
    ZoneBuilder z3 = zone("z3");
    if (silent >= 0) {
      z1.unhealthySince(NOW.minus(Duration.ofMinutes(silent)));
    }
    if (how.equals("doubt")) {
      z2.unhealthySince(NOW.minus(Duration.ofMinutes(silent)));
      z3.unhealthySince(NOW.minus(Duration.ofMinutes(silent)));
    }
    PlanState plan = new PlanState(estate().zone(z1, z2, z3).workload(one).build());
    CompiledWorkload compiled = plan.compiledWorkloads.get(0);
    assertEquals(leaves, VacatedZones.leaves(plan, compiled, 0));
    assertEquals(gone, VacatedZones.gone(plan, 0));
  }

  /** The entry of the smallest event around the zone says what becomes of what ran there. */
  @ParameterizedTest
  @CsvSource({
    "Lost,    None,       None,       true",
    "Lost,    None,       BestEffort, false",
    "Lost,    Reserved,   None,       true",
    "Lost,    BestEffort, Reserved,   false",
    "Drained, None,       None,       false",
    "Active,  None,       None,       false",
  })
  void whatStaysDown(
      ZoneState state, Workload.Recover ofRegion, Workload.Recover ofZone, boolean down) {
    WorkloadBuilder one =
        workload("a")
            .tolerate(Scope.REGION, 0, ofRegion, true)
            .tolerate(Scope.ZONE, 0, ofZone, true);
    PlanState plan =
        new PlanState(estate().zone(zone("z1").state(state), zone("z2")).workload(one).build());
    assertEquals(down, VacatedZones.staysDown(plan.compiledWorkloads.get(0), 0));
  }

  /** Of the losses that happened it is the entry that asks most. */
  @ParameterizedTest
  @CsvSource({
    "Lost,    Reserved,   false",
    "Lost,    BestEffort, false",
    "Lost,    None,       true",
    "Drained, Reserved,   true",
    "Active,  Reserved,   true",
  })
  void whatStaysDownWhereMoreIsLost(ZoneState second, Workload.Recover ofRegion, boolean down) {
    WorkloadBuilder one =
        workload("a")
            .tolerate(Scope.ZONE, 0, Workload.Recover.None, true)
            .tolerate(Scope.REGION, 0, ofRegion, true);
    PlanState plan =
        new PlanState(
            estate()
                .zone(zone("z1").region("r").state(ZoneState.Lost))
                .zone(zone("z2").region("r").state(second), zone("z3").region("q"))
                .workload(one)
                .build());
    assertEquals(down, VacatedZones.staysDown(plan.compiledWorkloads.get(0), 0));
  }

  /** Nobody names the site, which lies in the region: what is asked of that is asked of it. */
  @ParameterizedTest
  @CsvSource({"Lost, false", "Active, true"})
  void whatStaysDownWhereALossHappenedThatNobodyNames(ZoneState second, boolean down) {
    WorkloadBuilder one =
        workload("a")
            .tolerate(Scope.ZONE, 0, Workload.Recover.None, true)
            .tolerate(Scope.REGION, 0, Workload.Recover.Reserved, true);
    PlanState plan =
        new PlanState(
            estate()
                .zone(zone("z1").site("s").region("r").state(ZoneState.Lost))
                .zone(zone("z2").site("s").region("r").state(second), zone("z3").region("r"))
                .workload(one)
                .build());
    assertEquals(down, VacatedZones.staysDown(plan.compiledWorkloads.get(0), 0));
  }

  /** Nobody names floods: that of z1 and z2, in the region, happened as any other loss does. */
  @ParameterizedTest
  @CsvSource({
    // state of z2; whether it is flooded with z1; whether z3 beyond the region is; what stays down
    "Lost,   f,    None, false",
    "Active, f,    None, true",
    "Lost,   g,    None, true",
    "Lost,   f,    f,    true",
    "Lost,   None, f,    true",
  })
  void whatStaysDownWhereAHazardHappenedThatNobodyNames(
      ZoneState second, String ofSecond, String ofThird, boolean down) {
    WorkloadBuilder one =
        workload("a")
            .tolerate(Scope.ZONE, 0, Workload.Recover.None, true)
            .tolerate(Scope.REGION, 0, Workload.Recover.Reserved, true);
    PlanState plan =
        new PlanState(
            estate()
                .zone(zone("z1").region("r").hazard("flood", "f").state(ZoneState.Lost))
                .zone(zone("z2").region("r").hazard("flood", ofSecond).state(second))
                .zone(zone("z3").region("q").hazard("flood", ofThird))
                .zone(zone("z4").region("r").hazard("flood", "None"))
                .workload(one)
                .build());
    assertEquals(down, VacatedZones.staysDown(plan.compiledWorkloads.get(0), 0));
  }
}
