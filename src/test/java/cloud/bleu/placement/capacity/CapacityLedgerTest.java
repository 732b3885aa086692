package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * For each event, zone and resource: used + reserved ≤ usable, and room is shared between events. A
 * zone that holds more than it has takes nothing new, reserves included.
 */
class CapacityLedgerTest {
  private static final int ZONE = 0;

  private static CapacityLedger ledger(PlanState state, int used, int heldFirst, int heldSecond) {
    CompiledWorkload one = state.compiledWorkloads.get(0);
    state.ledger.use(one, ZONE, 0, used);
    state.ledger.hold(one, 1, ZONE, heldFirst);
    state.ledger.hold(one, 2, ZONE, heldSecond);
    return state.ledger;
  }

  /** One zone of 10 cpu that is asked, and two that may be lost: events 1 and 2. */
  private static PlanState state(WorkloadBuilder... more) {
    return new PlanState(
        estate()
            .zone(zone("z1").cpu(10), zone("z2").cpu(10), zone("z3").cpu(10))
            .workload(workload("a").tolerate(Scope.ZONE))
            .workload(more)
            .build());
  }

  @ParameterizedTest
  @CsvSource({
    // used, held in event 1, held in event 2: fit in any event, in 1, in 2, beside what is used
    "0, 0, 0,   9, 9, 9, 9, true",
    "4, 2, 3,   3, 4, 3, 6, true",
    "4, 6, 6,   0, 0, 0, 6, true",
    "10, 0, 0,  0, 0, 0, 0, true",
    "7, 3, 0,   0, 0, 3, 3, true",
    "7, 4, 0,   0, 0, 0, 3, false",
    "11, 0, 0,  0, 0, 0, 0, false",
  })
  void roomIsSharedBetweenEvents(
      int used, int first, int second, int any, int inFirst, int inSecond, int beside, boolean in) {
    PlanState state = state();
    CapacityLedger ledger = ledger(state, used, first, second);
    CompiledWorkload one = state.compiledWorkloads.get(0);
    assertEquals(any, ledger.fit(one, ZONE, 9, false));
    assertEquals(inFirst, ledger.fit(one, 1, ZONE, 9, false));
    assertEquals(inSecond, ledger.fit(one, 2, ZONE, 9, false));
    assertEquals(beside, ledger.fitUsed(one, ZONE, 9, false));
    assertEquals(in, ledger.within(one, ZONE));
    assertEquals(used + first <= 10, ledger.within(one, 1, ZONE));
    assertEquals(used + second <= 10, ledger.within(one, 2, ZONE));
    assertEquals(used <= 10, ledger.withinUsed(one, ZONE));
    assertEquals(10, ledger.fit(one, 1, 10, false), "another zone");
  }

  @ParameterizedTest
  @CsvSource({
    // cpu a replica, memory a replica, used: fit in 10 cpu and 8 of memory
    "1, 1, 0, 8",
    "3, 1, 0, 3",
    "1, 3, 0, 2",
    "1, 8, 2, 1",
    "1, 9, 0, 0",
    "4, 0, 3, 1",
    "11, 0, 0, 0",
  })
  void theScarcestResourceDecides(int cpu, int memory, int used, int fit) {
    WorkloadBuilder asks = workload("b").cpu(cpu);
    if (memory > 0) {
      asks.request("memory", memory);
    }
    PlanState state =
        new PlanState(
            estate()
                .zone(zone("z1").cpu(10).resource("memory", 8))
                .workload(workload("a"), asks)
                .build());
    state.ledger.use(state.compiledWorkloads.get(0), ZONE, 0, used);
    assertEquals(fit, state.ledger.fit(state.compiledWorkloads.get(1), ZONE, 20, false));
  }

  /** The largest request among those that roll out counts as used, one's own included. */
  @ParameterizedTest
  @CsvSource({
    "0, false, 5",
    "0, true, 4",
    "1, true, 4",
    "3, true, 3",
    "3, false, 3",
    "10, true, 0"
  })
  void theLargestRolloutCountsOnce(int other, boolean rollout, int fit) {
    WorkloadBuilder rolls = workload("c").cpu(Math.max(1, other)).surges();
    PlanState state = state(workload("b").cpu(2).surges(), rolls);
    if (other > 0) {
      state.ledger.surge(state.compiledWorkloads.get(2), ZONE, true);
    }
    assertEquals(fit, state.ledger.fit(state.compiledWorkloads.get(1), ZONE, 20, rollout));
  }

  /**
   * What was left to it when it was bounded had the largest rollout of that time in it, and no
   * larger one. Where w leaves 6 of 15, beside that are so many new ones of 3 with their rollout.
   */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "3, 2"})
  void whatHasOutgrownItsZoneLeavesNewOnesNoRoomForALargerRollout(int rolled, int fit) {
    PlanState state =
        new PlanState(
            estate()
                .zone(zone("z1").cpu(15))
                .workload(
                    workload("h").cpu(16),
                    workload("w").cpu(6),
                    workload("x").cpu(3).surges(),
                    workload("s").cpu(Math.max(1, rolled)).surges())
                .build());
    CapacityLedger ledger = state.ledger;
    CompiledWorkload w = state.compiledWorkloads.get(2);
    CompiledWorkload x = state.compiledWorkloads.get(3);
    ledger.use(state.compiledWorkloads.get(0), ZONE, 0, 1);
    ledger.use(w, ZONE, 0, 1);
    ledger.surge(state.compiledWorkloads.get(1), ZONE, rolled > 0);
    ledger.boundOutgrown();
    ledger.use(w, ZONE, 1, 0);
    assertEquals(fit, ledger.fit(x, ZONE, 9, true));
    ledger.use(x, ZONE, 0, fit);
    ledger.surge(x, ZONE, true);
    assertTrue(ledger.withinUsed(x, ZONE));
    ledger.use(x, ZONE, fit, fit + 1);
    assertFalse(ledger.withinUsed(x, ZONE));
  }

  @Test
  void whatIsTakenBackIsThereAgain() {
    PlanState state = state();
    CompiledWorkload one = state.compiledWorkloads.get(0);
    CapacityLedger ledger = ledger(state, 4, 2, 3);
    ledger.hold(one, 2, ZONE, -3);
    assertEquals(4, ledger.fit(one, ZONE, 9, false), "the most of what is still held");
    ledger.hold(one, 1, ZONE, -2);
    ledger.use(one, ZONE, 4, 0);
    assertEquals(10, ledger.fit(one, ZONE, 20, false));
    ledger.use(one, ZONE, 0, 11);
    assertFalse(ledger.within(one, ZONE));
    ledger.use(one, ZONE, 11, 10);
    assertTrue(ledger.within(one, ZONE));
  }

  /** Three times 30 Pi is more than any amount that is counted: the sum is cut, one by one not. */
  @Test
  void whatGoesOneByOneTakesBackNoMoreThanWasCounted() {
    PlanState state =
        new PlanState(
            estate()
                .zone(zone("z1").cpu(10).resource("memory", 64L << 50))
                .workload(workload("a").replicas(3).request("memory", 30L << 50))
                .build());
    WorkloadState three = state.workloadStates[0];
    three.places().change(ZONE, 3);
    state.ledger.use(three, true);
    for (int i = 0; i < 3; i++) {
      state.change(three, ZONE, -1);
    }
    assertEquals(Map.of(), RoomFields.of(state));
    for (int i = 0; i < 3; i++) {
      state.change(three, ZONE, 1);
    }
    state.ledger.use(three, false);
    assertEquals(Map.of(), RoomFields.of(state));
  }

  /** The room that is held for those away is counted in the same way. */
  @Test
  void homesThatAreGivenUpOneByOneTakeBackNoMoreThanWasCounted() {
    PlanState state =
        new PlanState(
            estate()
                .zone(zone("z1").cpu(10).resource("memory", 64L << 50))
                .workload(workload("a").replicas(3).request("memory", 30L << 50))
                .build());
    WorkloadState away = state.workloadStates[0];
    away.places().settle(ZONE, 3);
    state.reserved.holdHomes(away, new int[] {3});
    away.places().settle(ZONE, -1);
    state.reserved.holdHomes(away, new int[] {2});
    state.reserved.releaseHomes(away);
    assertEquals(Map.of(), RoomFields.of(state));
  }
}
