package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.rule.MaintenanceWindow;
import cloud.bleu.placement.rule.Regions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An estate in which nothing changed keeps its plan, and not beyond the instant that changes it.
 */
class SettledPlanTest {

  private static final Duration WAIT = Duration.ofMinutes(10);
  private static final int CHAINS = Campaign.size("bleu.chains", 30);

  @Test
  void thePlanComesBackForAnHourWhileNothingChangesAndNoDateLiesBetween() {
    PlannerMemory memory = new PlannerMemory();
    Estate estate = small(null);
    Plan plan = Planner.plan(estate, memory);
    assertSame(plan, Planner.plan(estate, memory));
    assertSame(plan, Planner.plan(equal(estate, estate.now().plusSeconds(3599)), memory));
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
    Estate before = Estates.with(small(null), Estates.inForce(Planner.decisions(small(null))));
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
    memory.keep(estate, KeptDecisions.everybody(estate, "EngineFailed: test"));
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
    for (long seed = run * 10_000; seed < run * 10_000 + CHAINS; seed++) {
      PlannerMemory memory = new PlannerMemory();
      Random random = new Random(seed);
      Estate estate = new RandomEstates(seed).fresh();
      for (int pass = 0; pass < 5; pass++) {
        List<Placement> running = Estates.inForce(Planner.propose(estate, Map.of()));
        estate = SilentHistories.nextThatWaits(estate, running, seed * 100 + pass);
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
    assertTrue(same > CHAINS, same + " plans came back");
    assertTrue(turned > CHAINS / 2, turned + " plans turned with time alone");
  }

  /** What to relax included, which says what would be placed at this instant. */
  @Test
  void anAnnouncedOperationEndsItWheneverItBeginsOrEnds() {
    int same = 0;
    int turned = 0;
    int relaxed = 0;
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Estate estate = announced(random);
      if (random.nextBoolean()) {
        estate = Estates.with(estate, Estates.inForce(Planner.propose(estate, Map.of())));
      }
      PlannerMemory memory = new PlannerMemory();
      Plan last = Planner.plan(estate, memory);
      for (int step = 0; step < 40; step++) {
        Estate later = equal(estate, estate.now().plusSeconds(2400L * step + random.nextInt(2400)));
        Plan plan = Planner.plan(later, memory);
        assertEquals(Planner.plan(later), plan, "seed " + seed + " at " + later.now());
        same += plan == last ? 1 : 0;
        turned += plan.equals(last) ? 0 : 1;
        relaxed += plan.decisions().stream().anyMatch(d -> !d.relax().isEmpty()) ? 1 : 0;
        last = plan;
      }
    }
    assertTrue(same > 300, same + " plans came back");
    assertTrue(turned > 60, turned + " plans turned with time alone");
    assertTrue(relaxed > 300, relaxed + " plans said what to relax");
  }

  /** Operations of some hours in several zones, and too little room where they leave some. */
  private static Estate announced(Random random) {
    EstateBuilder builder = estate();
    for (int z = 0; z < 4; z++) {
      ZoneBuilder zone = zone("z" + z).region("r" + z % 2).cpu(2 + random.nextInt(4));
      for (int i = random.nextInt(3); i > 0; i--) {
        Instant from = Estates.NOW.plusSeconds(60L * (random.nextInt(3600) - 1200));
        zone.maintenance(from, from.plusSeconds(60L * random.nextInt(600)));
      }
      builder.zone(zone);
    }
    for (int w = 0; w < 3; w++) {
      Parameters notice = Parameters.of(Map.of("noticeHours", random.nextInt(30)));
      WorkloadBuilder workload =
          workload("w" + w)
              .replicas(1 + random.nextInt(5))
              .tolerate(Scope.ZONE)
              .rule(
                  new BoundRule(
                      new MaintenanceWindow(),
                      "maintenance",
                      null,
                      BoundRule.Action.Enforce,
                      BoundRule.OnViolation.values()[
                          random.nextInt(BoundRule.OnViolation.values().length)],
                      notice,
                      List.of()));
      if (random.nextBoolean()) {
        Parameters regions = Parameters.of(Map.of("allow", List.of("r" + random.nextInt(2))));
        workload.rule(
            new BoundRule(
                new Regions(),
                "spec.residency.regions",
                null,
                BoundRule.Action.Enforce,
                BoundRule.OnViolation.Report,
                regions,
                List.of()));
      }
      builder.workload(workload);
    }
    return builder.build();
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
