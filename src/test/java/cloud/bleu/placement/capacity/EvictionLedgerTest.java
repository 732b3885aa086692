package cloud.bleu.placement.capacity;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In each event by itself never more evictions are promised than the victim has: workloads {@code
 * high} and {@code middle} count on replicas of {@code low} in the second of three zones.
 */
class EvictionLedgerTest {
  private static final int ZONE = 1;

  private final PlanState state =
      new PlanState(
          estate()
              .zones(20, "z1", "z2", "z3")
              .workload(
                  workload("high").priority(10, true).tolerate(Scope.ZONE),
                  workload("middle").priority(5, true).tolerate(Scope.ZONE),
                  workload("low").replicas(4))
              .build());
  private final WorkloadState high = of("high");
  private final WorkloadState middle = of("middle");
  private final WorkloadState low = of("low");

  /** The loss of the first zone: what is evicted in the second one makes room for it. */
  private static final int GUARD = 0;

  private final int event = high.compiled.protectedEvents.list[GUARD].event;
  private final int otherEvent = high.compiled.protectedEvents.list[2].event;

  @ParameterizedTest
  @CsvSource({
    // priority, whether it preempts, priority of the victim, whether that is suspended
    "10, true, 5, false, true",
    "10, false, 5, false, false",
    "10, true, 10, false, false",
    "10, true, 11, false, false",
    "10, true, 5, true, false",
  })
  void whoMayCountOnEvictions(
      int priority, boolean preempts, int other, boolean suspended, boolean may) {
    WorkloadBuilder victim = workload("victim").priority(other);
    if (suspended) {
      victim.suspended();
    }
    PlanState two =
        new PlanState(
            estate()
                .zones(20, "z1")
                .workload(workload("claimant").priority(priority, preempts), victim)
                .build());
    assertEquals(may, two.evictions.mayEvict(two.workloadStates[0], two.workloadStates[1]));
  }

  @ParameterizedTest
  @CsvSource({
    // the victim has, high asks, middle asks then: high gets, middle gets
    "4, 3, 1, 3, 1",
    "4, 3, 3, 3, 1",
    "4, 5, 1, 4, 0",
    "0, 1, 1, 0, 0",
    "4, 0, 4, 0, 4",
  })
  void neverMoreThanTheVictimHas(int has, int high, int middle, int highGets, int middleGets) {
    state.change(low, ZONE, has);
    assertEquals(high == highGets, claims(this.high, high));
    assertEquals(middle == middleGets, claims(this.middle, middle));
    assertEquals(highGets, this.high.evacuation.evicts(GUARD, low.compiled.number, ZONE));
    assertEquals(middleGets, this.middle.evacuation.evicts(GUARD, low.compiled.number, ZONE));
    assertEquals(has - highGets - middleGets, state.evictions.left(low, event, ZONE));
    assertEquals(has, state.evictions.left(low, otherEvent, ZONE), "another event");
    assertEquals(highGets + middleGets > 0, state.evictions.promised(low));
  }

  @Test
  void whatIsReleasedMayBePromisedToOthers() {
    state.change(low, ZONE, 4);
    claims(high, 4);
    state.release(high);
    assertEquals(4, state.evictions.left(low, event, ZONE));
    assertFalse(state.evictions.promised(low));
    assertTrue(claims(middle, 4));
    assertFalse(state.hold(high), "what it counted on is no longer to be had");
    assertEquals(0, high.evacuation.evicts(GUARD, low.compiled.number, ZONE));
  }

  @ParameterizedTest
  @CsvSource({
    // high and middle were promised, so many of the victim's four go: what both are left with
    "2, 2, 0, 2, 2",
    "2, 2, 1, 2, 1",
    "2, 2, 3, 1, 0",
    "2, 1, 1, 2, 1",
    "2, 1, 2, 2, 0",
    "4, 0, 4, 0, 0",
  })
  void lessToEvictIsTakenFromTheLowestPriority(
      int promised, int toMiddle, int gone, int left, int leftToMiddle) {
    state.change(low, ZONE, 4);
    claims(high, promised);
    claims(middle, toMiddle);
    state.change(low, ZONE, -gone);
    List<WorkloadSnapshot> before = state.evictions.honour(low);
    assertEquals(gone > 4 - promised - toMiddle, !before.isEmpty());
    assertEquals(left, high.evacuation.evicts(GUARD, low.compiled.number, ZONE));
    assertEquals(leftToMiddle, middle.evacuation.evicts(GUARD, low.compiled.number, ZONE));
    assertTrue(state.evictions.left(low, event, ZONE) >= 0);

    state.change(low, ZONE, gone);
    state.evictions.promiseAgain(before);
    assertEquals(promised, high.evacuation.evicts(GUARD, low.compiled.number, ZONE));
    assertEquals(toMiddle, middle.evacuation.evicts(GUARD, low.compiled.number, ZONE));
    assertEquals(4 - promised - toMiddle, state.evictions.left(low, event, ZONE));
  }

  @ParameterizedTest
  @CsvSource({
    // who asks first, and second, for three of the victim's four: what high and middle get
    "true, 3, 1",
    "false, 1, 3",
  })
  void whoeverAsksFirstHasIt(boolean highFirst, int highGets, int middleGets) {
    state.change(low, ZONE, 4);
    assertTrue(claims(highFirst ? high : middle, 3));
    assertFalse(claims(highFirst ? middle : high, 3));
    assertEquals(highGets, high.evacuation.evicts(GUARD, low.compiled.number, ZONE));
    assertEquals(middleGets, middle.evacuation.evicts(GUARD, low.compiled.number, ZONE));
  }

  /** In one guard as listed; guards do not take from one another, whichever is served first. */
  @Test
  void evictionsOfOneGuardAreServedAsListed() {
    int victim = low.compiled.number;
    int otherGuard = 2;
    state.change(low, ZONE, 4);
    state.change(low, 2, 1);
    List<EvacuationPlan.Victim> listed =
        List.of(
            new EvacuationPlan.Victim(victim, 2, 2),
            new EvacuationPlan.Victim(victim, ZONE, 3),
            new EvacuationPlan.Victim(victim, ZONE, 3));
    high.evacuation.evict(GUARD, listed);
    high.evacuation.evict(otherGuard, victim, ZONE, 4);
    assertFalse(state.hold(high));
    assertEquals(
        List.of(
            new EvacuationPlan.Victim(victim, 2, 1),
            new EvacuationPlan.Victim(victim, ZONE, 3),
            new EvacuationPlan.Victim(victim, ZONE, 1)),
        high.evacuation.evicts(GUARD));
    assertEquals(4, high.evacuation.evicts(otherGuard, victim, ZONE));
  }

  /** The room that is left to be promised: of four replicas those that nobody counts on. */
  @Test
  void promisedRoomIsNotOfferedAgainInThatEvent() {
    state.change(low, ZONE, 4);
    claims(high, 3);
    EvictableRoom room = new EvictableRoom(state, List.of(low));
    int column = low.compiled.columns[0];
    long each = low.compiled.amounts[0];
    assertEquals(each, room.amount(event, ZONE, column));
    assertEquals(4 * each, room.amount(otherEvent, ZONE, column));
    assertEquals(0, room.amount(event, 0, column), "another zone");
  }

  /** Has a workload count on evictions; false when it does not get all of them. */
  private boolean claims(WorkloadState claimant, int replicas) {
    claimant.evacuation.evict(GUARD, low.compiled.number, ZONE, replicas);
    return state.hold(claimant);
  }

  private WorkloadState of(String name) {
    for (WorkloadState one : state.workloadStates) {
      if (one.compiled.workload.id().name().equals(name)) {
        return one;
      }
    }
    throw new IllegalArgumentException(name);
  }
}
