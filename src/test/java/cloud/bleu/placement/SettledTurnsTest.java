package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
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
  private static final int HISTORIES = Campaign.size("bleu.histories", 3);
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

  /** More runs in a zone than was decided: who counts on room there must look elsewhere. */
  @Test
  void whoseMovesHaveNoRoomAnyMoreHasItsTurn() {
    Estate settled = settled(32);
    PlannerMemory memory = new PlannerMemory();
    propose(settled, memory);
    propose(settled, memory);
    int calm = memory.spared();
    assertTrue(calm >= WORKLOADS - 2, calm + " spared");
    int turned = 0;
    for (int z = 0; z < 8; z++) {
      for (int more = 1; more < 60; more += 8) {
        propose(settled, memory);
        Estate fuller = running(settled, z, more);
        Plan fresh = Planner.propose(fuller, Map.of());
        assertEquals(fresh, propose(fuller, memory), more + " more in z" + z);
        turned += memory.spared() < calm - 1 ? 1 : 0;
      }
    }
    assertTrue(turned > 10, turned + " times others had their turn");
  }

  /**
   * x goes to z2 at the loss of z3 and evicts one of h; w goes there at the loss of z1, and would
   * reach no other zone, but from z4. With a and b the estate asks for the same amounts whatever h
   * asks for.
   */
  private static Estate besideRaised(long asked, List<Placement> inForce) {
    EstateBuilder estate =
        Estates.estate()
            .zone(Estates.zone("z1").at(48, 2).cpu(20), Estates.zone("z2").at(50, 2).cpu(10))
            .zone(Estates.zone("z3").at(44, 2).cpu(20), Estates.zone("z4").at(48.5, 2).cpu(20))
            .zone(Estates.zone("z5").at(47.5, 2).cpu(20))
            .workload(
                Estates.workload("a").cpu(100),
                Estates.workload("b").cpu(2).only("z3"),
                Estates.workload("h").cpu(asked).replicas(2).only("z2"),
                Estates.workload("w")
                    .cpu(3)
                    .only("z1", "z2", "z4", "z5")
                    .replication(null, 100_000L)
                    .tolerate(
                        Scope.ZONE,
                        0,
                        Workload.Recover.Reserved,
                        Workload.DataCopy.Asynchronous,
                        true),
                Estates.workload("x").cpu(8).only("z2", "z3").tolerate(Scope.ZONE).priority(10));
    inForce.forEach(estate::placement);
    return estate.build();
  }

  /** h asks for more than z2 has, so nothing new is held there; w has its move, and stays. */
  @Test
  void whoseMovesLeadWhereNothingNewIsHeldHasNoTurn() {
    List<Placement> inForce = new ArrayList<>();
    inForce.add(Estates.running("h", "z2", 2));
    inForce.add(Estates.running("b", "z3", 1));
    inForce.add(Estates.running("w", "z1", 1));
    Plan plan = Planner.plan(besideRaised(2, inForce));
    PlannerMemory memory = new PlannerMemory();
    Plan before = Planner.plan(besideRaised(2, Estates.inForce(plan)), memory);
    Estate raised = besideRaised(100, Estates.inForce(before));
    Plan fresh = Planner.plan(raised);
    assertEquals("z1=1", Estates.zones(Estates.of(fresh, "w")));
    assertEquals(Estates.of(before, "w").contingency(), Estates.of(fresh, "w").contingency());
    assertEquals(fresh, Planner.plan(raised, memory));
    assertTrue(memory.spared() > 0);
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

  /**
   * Who lacks something has another turn when an equal gives up room; by then the turn of who has a
   * lower priority is over, and it is not evicted any more. So it is if that turn was spared.
   */
  @Test
  void aSparedTurnIsOverForThoseWhoEvict() {
    Estate first =
        Estates.estate()
            .zone(Estates.zone("z1").cpu(4), Estates.zone("z2").cpu(6))
            .workload(
                Estates.workload("a").replicas(2).request("cpu", 4000).priority(10, true),
                leaving(BoundRule.OnViolation.Report),
                Estates.workload("s").replicas(1).request("cpu", 2000).only("z1"))
            .build();
    first =
        Estates.with(
            first,
            List.of(
                Estates.running("a", "z2", 1),
                Estates.running("g", "z1", 1),
                Estates.running("s", "z1", 1)));
    List<Workload> workloads = new ArrayList<>(first.workloads());
    workloads.set(
        1,
        Estates.estate()
            .workload(leaving(BoundRule.OnViolation.Rebalance))
            .build()
            .workloads()
            .get(0));
    Estate second = with(first, first.zones(), workloads);
    PlannerMemory memory = new PlannerMemory();
    propose(first, memory);
    Plan plan = propose(second, memory);
    assertEquals(1, memory.spared());
    assertEquals("z2=1", Estates.zones(Estates.of(plan, "g")));
    assertEquals(Planner.propose(second, Map.of()), plan);
  }

  private static WorkloadBuilder leaving(BoundRule.OnViolation onViolation) {
    return Estates.workload("g")
        .replicas(1)
        .request("cpu", 2000)
        .priority(10)
        .rule(
            Estates.rule(
                "leave", BoundRule.Action.Enforce, onViolation, Verdict.Result.Reject, "z2"));
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
    return Estates.with(fresh, Estates.inForce(Planner.decisions(fresh)));
  }

  /** The first workload asks for, and has, so many more replicas in a zone. */
  private static Estate running(Estate estate, int zone, int more) {
    Estate grown = grown(estate, 0);
    List<Workload> workloads = new ArrayList<>(grown.workloads());
    List<Placement> placements = new ArrayList<>(grown.placements());
    Placement first = placements.get(0);
    List<Assignment> assignments = new ArrayList<>();
    int replicas = more;
    for (Assignment a : first.assignments()) {
      replicas += a.replicas();
      if (!a.zone().equals("z" + zone)) {
        assignments.add(a);
      }
    }
    int there = replicas - assignments.stream().mapToInt(Assignment::replicas).sum();
    assignments.add(new Assignment("z" + zone, there, there));
    workloads.set(0, workloads.get(0).withReplicas(replicas));
    placements.set(0, new Placement(first.id(), first.uid(), assignments, first.contingency(), 0));
    return new Estate(
        estate.now(),
        estate.providers(),
        estate.zones(),
        workloads,
        placements,
        estate.roundTrips());
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
