package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.RoomFields;
import cloud.bleu.placement.capacity.WorkloadFields;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Who is taken over from the plan before stands where it would stand, and the room counts what it
 * would count, had all been loaded: whatever happened in the plans before. {@code
 * -Dbleu.histories=N} for more histories.
 */
class StandingStatesTest {
  private static final int HISTORIES = Campaign.size("bleu.histories", 6);
  private static final int EDITS = 20;

  /** A plan that shows what it began and ended with. */
  private static final class Shown extends Proposal {
    private @Nullable PlanState planState;
    private int taken;

    /** Whether the plan fails before it is over. */
    private boolean fails;

    Shown(Estate estate, PlannerMemory memory) {
      this(estate, Map.of(), memory);
    }

    Shown(Estate estate, Map<WorkloadId, String> fenced, PlannerMemory memory) {
      super(estate, fenced, memory, true);
    }

    @Override
    void begin(PlanState begun) {
      planState = begun;
      for (WorkloadState each : begun.workloadStates) {
        taken += each.reserved() ? 1 : 0;
      }
      if (fails) {
        throw new IllegalStateException("fails by a test");
      }
    }

    /** What each workload has, and the room of all. */
    private Map<String, Object> end() {
      PlanState end = planState;
      assertNotNull(end);
      Map<String, Object> all = new TreeMap<>(RoomFields.of(end));
      for (WorkloadState each : end.workloadStates) {
        String name = each.compiled.workload.id().toString();
        all.put(name, WorkloadFields.ofTurns(each));
        all.put(name + " before", List.of(each.inForce(), text(each.places().countsBefore())));
      }
      return all;
    }

    private static String text(int[] counts) {
      return Arrays.toString(counts);
    }
  }

  /** Somebody else writes where replicas run: nobody who is decided otherwise is taken over. */
  @Test
  void whoRunsElsewhereThanItWasDecidedIsLoaded() {
    EstateBuilder builder = Estates.estate();
    for (int z = 0; z < 6; z++) {
      builder.zone(Estates.zone("z" + z).cpu(40));
    }
    for (int w = 0; w < 12; w++) {
      builder.workload(Estates.workload("w%02d".formatted(w)).replicas(3).tolerate(Scope.ZONE));
    }
    Estate first = builder.build();
    Estate settled = Estates.with(first, Estates.inForce(Planner.decisions(first)));
    PlannerMemory memory = new PlannerMemory();
    new Shown(settled, memory).make();
    for (int w = 0; w < 12; w++) {
      List<Placement> placements = new ArrayList<>(settled.placements());
      Placement decided = placements.get(w);
      List<Assignment> assignments = List.of(Assignment.of("z" + w % 6, 3));
      placements.set(
          w, new Placement(decided.id(), decided.uid(), assignments, decided.contingency(), 0));
      Estate moved = settled.withPlacements(placements);
      Shown shown = new Shown(moved, memory);
      Shown fresh = new Shown(moved, new PlannerMemory());
      assertEquals(fresh.make(), shown.make(), "w" + w);
      assertEquals(fresh.end(), shown.end(), "w" + w);
      assertTrue(shown.taken > 8, shown.taken + " were taken over");
      new Shown(settled, memory).make();
    }
  }

  private static Placement evicting(String name, String from, String to, String victim) {
    return moving(name, from, to, List.of(new Contingency.Eviction(Estates.id(victim), to, 1)));
  }

  private static Placement moving(
      String name, String from, String to, List<Contingency.Eviction> evicts) {
    return new Placement(
        Estates.id(name),
        null,
        List.of(Assignment.of(from, 1)),
        List.of(
            new Contingency(
                new Contingency.Event(Scope.ZONE, from),
                List.of(Plans.move(from, to, 1)),
                evicts,
                0)),
        0);
  }

  private static Placement running(String name, String zone) {
    return new Placement(Estates.id(name), null, List.of(Assignment.of(zone, 1)), List.of(), 0);
  }

  /** The plan and all that it ends with are as from nothing; how many were taken over. */
  private static int assertAsFromNothing(Estate estate, PlannerMemory memory, String what) {
    Shown shown = new Shown(estate, memory);
    Shown fresh = new Shown(estate, new PlannerMemory());
    return assertAs(fresh, fresh.make(), shown, what);
  }

  /** The placement of who is suspended is never written anew: it names its victim all along. */
  @Test
  void whoLostAPromiseThatItsPlacementStillNamesIsLoaded() {
    Workload evictor = Estates.workload("w").priority(10).tolerate(Scope.ZONE).suspended().build();
    Workload victim = Estates.workload("v").only("z2").build();
    Workload other = Estates.workload("x").replicas(3).only("z2").build();
    Estate places = Estates.estate().zones(4, "z1", "z2").build();
    Placement promised = evicting("w", "z1", "z2", "v");
    Placement there = running("v", "z2");
    PlannerMemory memory = new PlannerMemory();
    assertAsFromNothing(
        of(places, List.of(victim.withReplicas(0), evictor), List.of(there, promised)),
        memory,
        "the victim is given up");
    assertAsFromNothing(
        of(places, List.of(victim, evictor), List.of(promised)), memory, "it comes back");
    assertAsFromNothing(
        of(places, List.of(victim, evictor, other), List.of(there, promised)),
        memory,
        "it runs, and another asks for room beside it");
  }

  /** Who counts on evictions is served in the order of decisions, before who comes later. */
  @Test
  void besideWhoCountsOnEvictionsNobodyIsTakenOver() {
    Workload evictor = Estates.workload("w").priority(10).tolerate(Scope.ZONE).build();
    Workload gone = Estates.workload("v").only("z2").build().withReplicas(0);
    Workload lower = Estates.workload("l").priority(5).tolerate(Scope.ZONE).build();
    Estate places =
        Estates.estate()
            .zone(Estates.zone("z1").cpu(2), Estates.zone("z2").cpu(1), Estates.zone("z3").cpu(1))
            .build();
    Placement standing = moving("l", "z1", "z2", List.of());
    Placement back = evicting("w", "z1", "z2", "v");
    PlannerMemory memory = new PlannerMemory();
    Estate alone = of(places, List.of(lower, gone), List.of(standing));
    assertAsFromNothing(alone, memory, "who stands");
    assertEquals(1, assertAsFromNothing(alone, memory, "who still stands"), "nobody evicts");
    Estate both = of(places, List.of(lower, gone, evictor), List.of(standing, back));
    assertEquals(0, assertAsFromNothing(both, memory, "who counts on evictions is back"));
  }

  /** Three replicas of 30 Pi are counted as 64 Pi. One is evicted, and the other two have 60. */
  @Test
  void whoIsEvictedOneByOneLeavesNoRoomThatIsNotThere() {
    Workload huge =
        Estates.workload("v").replicas(3).request("memory", 30L << 50).only("z1").build();
    Workload urgent = Estates.workload("w").replicas(2).priority(10).only("z1").build();
    Workload standing = Estates.workload("x").only("z2").build();
    Estate places =
        Estates.estate()
            .zone(
                Estates.zone("z1").cpu(4).resource("memory", 60L << 50),
                Estates.zone("z2").cpu(4).resource("memory", 60L << 50))
            .build();
    PlannerMemory memory = new PlannerMemory();
    Placement three = Estates.running("v", "z1", 3);
    Placement there = running("x", "z2");
    List<Workload> all = List.of(huge, urgent, standing);
    Estate before = of(places, all, List.of(three, there));
    assertEquals("z1=2", Estates.zones(Estates.of(Planner.decisions(before), "v")));
    assertAsFromNothing(before, memory, "one is evicted");
    Estate after = of(places, all, List.of(Estates.running("v", "z1", 2), there));
    assertEquals(1, assertAsFromNothing(after, memory, "two are left"), "x is taken over");
  }

  /** What is not there any more is not remembered: nobody is taken over from before. */
  @Test
  void nothingIsKeptOfWorkloadsThatAreGone() {
    Estate places = Estates.estate().zones(3, "z1", "z2").build();
    Workload standing = Estates.workload("x").build();
    Estate one = of(places, List.of(standing), List.of(running("x", "z2")));
    PlannerMemory memory = new PlannerMemory();
    assertAsFromNothing(one, memory, "it runs");
    assertTrue(memory.remembersTurns());
    assertAsFromNothing(places, memory, "nobody is there");
    assertFalse(memory.remembersTurns());
    assertAsFromNothing(one, memory, "it runs again");
    assertAsFromNothing(
        of(Estates.estate().zones(3, "z3").build(), List.of(), List.of()), memory, "other zones");
    assertFalse(memory.remembersTurns());
  }

  private static Estate of(Estate places, List<Workload> workloads, List<Placement> placements) {
    return Estates.with(places.withWorkloads(workloads), placements);
  }

  @Test
  void whoIsTakenOverStandsAsIfLoadedAndSoDoesTheRoom() {
    int taken = 0;
    int plans = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      EditedEstates estates = new EditedEstates(seed);
      PlannerMemory memory = new PlannerMemory();
      Estate estate = estates.first();
      for (int edit = 0; edit <= EDITS; edit++) {
        String replay = "seed " + seed + ", edit " + edit;
        Estate shared = memory.sharing(estate);
        memory.plans(shared);
        Shown shown = new Shown(shared, memory);
        Shown fresh = new Shown(estate, new PlannerMemory());
        Plan plan = shown.make();
        assertEquals(fresh.make(), plan, replay);
        if (!estate.workloads().isEmpty()) {
          assertEquals(fresh.end(), shown.end(), replay);
        }
        assertEquals(0, fresh.taken, replay);
        taken += shown.taken;
        plans += shown.taken > 0 ? 1 : 0;
        estate = estates.next(estate, plan);
      }
    }
    assertTrue(plans > HISTORIES, plans + " plans took somebody over");
    assertTrue(taken > 5 * HISTORIES, taken + " were taken over");
  }

  /** Two memories, as of a pass and of its check, which sees estates that nobody shares. */
  @Test
  void alsoWhereEstatesJumpAndPlansFail() {
    int taken = 0;
    int failed = 0;
    long first = Long.getLong("bleu.first", 0);
    for (long seed = first; seed < first + HISTORIES; seed++) {
      JumpingEstates estates = new JumpingEstates(seed);
      Random random = new Random(seed);
      PlannerMemory memory = new PlannerMemory();
      PlannerMemory other = new PlannerMemory();
      Estate estate = estates.first();
      for (int edit = 0; edit <= EDITS; edit++) {
        String replay = "seed " + seed + ", edit " + edit;
        Map<WorkloadId, String> fenced = random.nextInt(4) == 0 ? estates.fenced(estate) : Map.of();
        Estate shared = memory.sharing(estate);
        memory.plans(shared);
        Shown fresh = new Shown(estate, fenced, new PlannerMemory());
        Plan plan = fresh.make();
        boolean fails = random.nextInt(9) == 0 && !estate.workloads().isEmpty();
        if (fails) {
          Shown failing = new Shown(shared, fenced, memory);
          failing.fails = true;
          assertThrows(IllegalStateException.class, failing::make, replay);
          failed++;
        }
        if (!fails || random.nextInt(2) == 0) {
          taken += assertAs(fresh, plan, new Shown(shared, fenced, memory), replay);
        }
        if (random.nextInt(3) == 0) {
          taken += assertAs(fresh, plan, new Shown(estate, fenced, other), replay + ", checked");
        }
        estate = estates.next(estate, plan);
      }
    }
    assertTrue(failed > HISTORIES, failed + " plans failed");
    assertTrue(taken > 5 * HISTORIES, taken + " were taken over");
  }

  private static int assertAs(Shown fresh, Plan plan, Shown shown, String what) {
    assertEquals(plan, shown.make(), what);
    if (!plan.decisions().isEmpty()) {
      assertEquals(fresh.end(), shown.end(), what);
    }
    return shown.taken;
  }
}
