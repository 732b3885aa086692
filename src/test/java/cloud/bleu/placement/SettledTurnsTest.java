package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Turns that changed nothing are not taken again, and the plan is the one in which all are. {@code
 * -Dbleu.histories=N} for more histories.
 */
class SettledTurnsTest {
  private static final int WORKLOADS = 40;
  private static final int HISTORIES = Integer.getInteger("bleu.histories", 6);
  private static final int CHANGES = 5;

  @Test
  void onlyWhatIsEditedHasItsTurn() {
    Estate settled = settled(60);
    PlannerMemory memory = new PlannerMemory();
    propose(settled, memory);
    for (int i = 0; i < WORKLOADS; i++) {
      Estate edited = grown(settled, i);
      assertEquals(Planner.propose(edited, Map.of()), propose(edited, memory));
      assertTrue(memory.spared() >= WORKLOADS - 2, i + ": " + memory.spared() + " spared");
    }
  }

  /** A zone that loses room makes the moves of others void: they have their turns. */
  @Test
  void whoseMovesHaveNoRoomAnyMoreHasItsTurn() {
    Estate settled = settled(60);
    PlannerMemory memory = new PlannerMemory();
    propose(settled, memory);
    for (long cpus = 58; cpus > 8; cpus -= 5) {
      Estate less = settled.at(settled.now());
      List<Zone> zones = new ArrayList<>(less.zones());
      zones.set(3, Estates.zone("z3").region("r1").cpu(cpus).build());
      less = with(less, zones, less.workloads());
      assertEquals(Planner.propose(less, Map.of()), propose(less, memory), cpus + " cpus");
      // The zones are the same now, and everybody else fills the one that lost room.
      Estate fuller = grown(less, (int) cpus % WORKLOADS);
      assertEquals(Planner.propose(fuller, Map.of()), propose(fuller, memory), cpus + " cpus");
    }
  }

  @Test
  void aZoneOutOfServiceIsNoSettledEstate() {
    Estate settled = settled(60);
    PlannerMemory memory = new PlannerMemory();
    propose(settled, memory);
    List<Zone> zones = new ArrayList<>(settled.zones());
    zones.set(2, zones.get(2).withState(ZoneState.Lost, null, null));
    Estate lost = with(settled, zones, settled.workloads());
    assertEquals(Planner.propose(lost, Map.of()), propose(lost, memory));
    assertEquals(0, memory.spared());
  }

  /** Zones nearly full, priorities, evictions, returns: whatever happened before. */
  @Test
  void underContentionThePlanIsTheOneFromNothing() {
    int spared = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      ContendedEstates estates = new ContendedEstates(seed);
      PlannerMemory memory = new PlannerMemory();
      Estate estate = estates.first();
      for (int change = 0; change <= CHANGES; change++) {
        String replay = "seed " + seed + " change " + change;
        Plan plan = propose(estate, memory);
        assertEquals(Planner.propose(estate, Map.of()), plan, replay);
        for (int again = 0; again < 3; again++) {
          Estate still = Estates.with(estate, Estates.inForce(plan));
          plan = propose(still, memory);
          assertEquals(Planner.propose(still, Map.of()), plan, replay + " again " + again);
          spared += memory.spared();
          estate = grown(still, (int) (seed + 7 * change + again) % still.workloads().size());
          plan = propose(estate, memory);
          assertEquals(Planner.propose(estate, Map.of()), plan, replay + " edited " + again);
          spared += memory.spared();
        }
        estate = estates.next(estate, Estates.inForce(plan));
      }
    }
    assertTrue(spared > 100 * HISTORIES, spared + " turns were spared");
  }

  private static Plan propose(Estate estate, PlannerMemory memory) {
    return new Proposal(estate, Map.of(), memory, true).make();
  }

  private static Estate settled(long cpus) {
    EstateBuilder builder = Estates.estate();
    for (int z = 0; z < 8; z++) {
      builder.zone(Estates.zone("z" + z).region("r" + z / 2).cpu(cpus));
    }
    for (int w = 0; w < WORKLOADS; w++) {
      WorkloadBuilder workload =
          Estates.workload("w%02d".formatted(w))
              .replicas(2 + w % 4)
              .request("cpu", 500 + 250L * (w % 5))
              .tolerate(Scope.ZONE, 1, Workload.Recover.Reserved, true);
      builder.workload(w % 3 == 0 ? workload.spread(Scope.ZONE, 1).surges() : workload);
    }
    Estate fresh = builder.build();
    return Estates.with(fresh, Estates.inForce(Planner.plan(fresh)));
  }

  private static Estate grown(Estate estate, int number) {
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    workloads.set(number, workloads.get(number).withReplicas(workloads.get(number).replicas() + 1));
    return with(estate, estate.zones(), workloads);
  }

  private static Estate with(Estate estate, List<Zone> zones, List<Workload> workloads) {
    return new Estate(
        estate.now(),
        estate.providers(),
        zones,
        workloads,
        estate.placements(),
        estate.roundTrips());
  }
}
