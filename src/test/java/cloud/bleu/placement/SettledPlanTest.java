package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An estate in which nothing changed keeps its plan, and not beyond the instant that changes it.
 */
class SettledPlanTest {

  private static final Duration WAIT = Duration.ofMinutes(10);

  @Test
  void thePlanComesBackWhileNothingChangesAndNoDateLiesBetween() {
    PlannerMemory memory = new PlannerMemory();
    Estate estate = small(null);
    Plan plan = Planner.plan(estate, memory);
    assertSame(plan, Planner.plan(estate, memory));
    assertSame(plan, Planner.plan(equal(estate, estate.now().plusSeconds(3600)), memory));
    assertNotSame(plan, Planner.plan(estate.at(estate.now().plusSeconds(86_400)), memory));
  }

  @Test
  void whatDecisionsRestOnIsLookedAt() {
    PlannerMemory memory = new PlannerMemory();
    Estate estate = small(null);
    Plan plan = Planner.plan(estate, memory);
    List<Workload> scaled = new ArrayList<>(estate.workloads());
    scaled.set(0, scaled.get(0).withReplicas(5));
    List<Zone> cordoned = new ArrayList<>(estate.zones());
    cordoned.set(0, cordoned.get(0).withState(ZoneState.Cordoned, null, null));
    for (Estate other :
        List.of(
            with(estate, cordoned, estate.workloads(), estate.placements(), List.of()),
            with(estate, estate.zones(), scaled, estate.placements(), List.of()),
            Estates.with(estate, Estates.inForce(plan)),
            with(
                estate,
                estate.zones(),
                estate.workloads(),
                estate.placements(),
                List.of(new Estate.RoundTrip("z1", "z2", 9))))) {
      assertNotSame(plan, Planner.plan(other, memory));
      assertEquals(Planner.plan(other), Planner.plan(other, memory));
      plan = Planner.plan(estate, memory);
    }
  }

  @Test
  void aSilenceEndsItWhenTheWorkloadHasWaited() {
    PlannerMemory memory = new PlannerMemory();
    Instant since = Estates.NOW.minusSeconds(60);
    Estate before = Estates.with(small(null), Estates.inForce(Planner.plan(small(null))));
    Estate silent =
        with(before, small(since).zones(), before.workloads(), before.placements(), List.of());
    Plan waits = Planner.plan(silent, memory);
    assertSame(waits, Planner.plan(silent.at(since.plus(WAIT).minusNanos(1)), memory));
    Plan moves = Planner.plan(silent.at(since.plus(WAIT)), memory);
    assertEquals(Planner.plan(silent.at(since.plus(WAIT))), moves);
    assertTrue(!Estates.zones(Estates.of(moves, "a")).contains("z1"), moves::toString);
  }

  @Test
  void whatAFailureOfTheEngineHadAPartInIsMadeAnew() {
    PlannerMemory memory = new PlannerMemory();
    Estate estate = small(null);
    memory.keep(estate, Standstill.everybody(estate, "EngineFailed: test"));
    assertNull(memory.recall(estate));
  }

  @Test
  void datesAtTheEndOfTimeDoNoHarm() {
    PlannerMemory memory = new PlannerMemory();
    Estate estate =
        estate()
            .zone(zone("z1"), zone("z2").state(ZoneState.Cordoned, Instant.MAX))
            .workload(workload("a").replicas(2))
            .build();
    assertEquals(Planner.plan(estate), Planner.plan(estate, memory));
    assertEquals(Planner.plan(estate), Planner.plan(estate, memory));
  }

  /** Zones fall silent, lose nodes and come back, and then nothing happens but that time passes. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void itIsThePlanOfWhoRemembersNothingAtEveryInstant(long run) {
    int same = 0;
    int turned = 0;
    for (long seed = run * 10_000; seed < run * 10_000 + 60; seed++) {
      PlannerMemory memory = new PlannerMemory();
      Random random = new Random(seed);
      Estate estate = new RandomEstates(seed).fresh();
      for (int pass = 0; pass < 5; pass++) {
        List<Placement> running = Estates.inForce(Planner.plan(estate));
        estate = SilentHistories.next(estate, running, seed * 100 + pass);
        Plan last = Planner.plan(estate, memory);
        for (int step = 0; step < 6; step++) {
          Estate later = equal(estate, estate.now().plusSeconds(random.nextInt(2400) - 300));
          Plan fresh = Planner.plan(later);
          Plan plan = Planner.plan(later, memory);
          assertEquals(fresh, plan, "seed " + seed + " pass " + pass + " step " + step);
          same += plan == last ? 1 : 0;
          turned += plan.equals(last) ? 0 : 1;
          last = plan;
        }
      }
    }
    assertTrue(same > 100, same + " plans came back");
    assertTrue(turned > 30, turned + " plans turned with time alone");
  }

  private static Estate small(Instant silentSince) {
    ZoneBuilder first = zone("z1").cpu(9);
    if (silentSince != null) {
      first.unhealthySince(silentSince);
    }
    return estate()
        .zone(first, zone("z2").cpu(9), zone("z3").cpu(9), zone("z4").cpu(9))
        .workload(
            workload("a")
                .replicas(4)
                .spread(Scope.ZONE, 1)
                .tolerate(Scope.ZONE)
                .failover(WAIT, Duration.ofMinutes(30)),
            workload("b").replicas(2))
        .build();
  }

  /** Equal objects at another instant, as read anew. */
  private static Estate equal(Estate estate, Instant now) {
    return with(
        estate.at(now),
        estate.zones(),
        estate.workloads().stream().map(w -> w.withReplicas(w.replicas())).toList(),
        estate.placements(),
        estate.roundTrips());
  }

  private static Estate with(
      Estate estate,
      List<Zone> zones,
      List<Workload> workloads,
      List<Placement> placements,
      List<Estate.RoundTrip> roundTrips) {
    return new Estate(estate.now(), estate.providers(), zones, workloads, placements, roundTrips);
  }
}
