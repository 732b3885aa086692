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

  /** Replicas that one zone has room for. */
  private static final int ROOM = 20;

  private final PlanState state =
      new PlanState(
          estate()
              .zones(ROOM, "z1", "z2", "z3")
              .workload(
                  workload("high").priority(10, true).tolerate(Scope.ZONE),
                  workload("middle").priority(5, true).tolerate(Scope.ZONE),
                  workload("low").replicas(4))
              .build());
  private final WorkloadState high = of("high");
  private final WorkloadState middle = of("middle");
  private final WorkloadState low = of("low");

  /** The loss of the first zone: what is evicted in the second one makes room for it. */
  private static final int OWN_EVENT = 0;

  /** The loss of the third zone. */
  private static final int OTHER_OWN_EVENT = 2;

  private final int event = high.compiled.protectedEvents.list[OWN_EVENT].ofEstate;
  private final int otherEvent = high.compiled.protectedEvents.list[OTHER_OWN_EVENT].ofEstate;

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
    assertEquals(highGets, this.high.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
    assertEquals(middleGets, this.middle.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
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
    assertEquals(0, high.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
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
    assertEquals(left, high.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
    assertEquals(leftToMiddle, middle.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
    assertTrue(state.evictions.left(low, event, ZONE) >= 0);

    state.change(low, ZONE, gone);
    state.evictions.promiseAgain(before);
    assertEquals(promised, high.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
    assertEquals(toMiddle, middle.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
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
    assertEquals(highGets, high.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
    assertEquals(middleGets, middle.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
  }

  /**
   * In one protected event as listed; protected events do not take from one another, whichever is
   * served first.
   */
  @Test
  void evictionsOfOneGuardAreServedAsListed() {
    int victim = low.compiled.number;
    state.change(low, ZONE, 4);
    state.change(low, 2, 1);
    List<EvacuationPlan.Victim> listed =
        List.of(
            new EvacuationPlan.Victim(victim, 2, 2),
            new EvacuationPlan.Victim(victim, ZONE, 3),
            new EvacuationPlan.Victim(victim, ZONE, 3));
    high.evacuation().evict(OWN_EVENT, listed);
    high.evacuation().evict(OTHER_OWN_EVENT, victim, ZONE, 4);
    assertFalse(state.hold(high));
    assertEquals(
        List.of(
            new EvacuationPlan.Victim(victim, 2, 1),
            new EvacuationPlan.Victim(victim, ZONE, 3),
            new EvacuationPlan.Victim(victim, ZONE, 1)),
        high.evacuation().evicts(OWN_EVENT));
    assertEquals(4, high.evacuation().evicts(OTHER_OWN_EVENT, victim, ZONE));
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

  /** Events exclude one another: what is over in one of them is taken back in that one alone. */
  @ParameterizedTest
  @CsvSource({
    // promised at the one loss and at the other, so many of four go: what is left at each
    "3, 1, 1, 3, 1",
    "3, 1, 2, 2, 1",
    "1, 3, 2, 1, 2",
    "3, 3, 2, 2, 2",
    "4, 2, 4, 0, 0",
    "0, 4, 3, 0, 1",
  })
  void whatIsOverAtOneLossIsTakenBackAtThatOne(
      int promised, int atOther, int gone, int left, int leftAtOther) {
    int victim = low.compiled.number;
    state.change(low, ZONE, 4);
    high.evacuation().evict(OWN_EVENT, victim, ZONE, promised);
    high.evacuation().evict(OTHER_OWN_EVENT, victim, ZONE, atOther);
    assertTrue(state.hold(high));
    state.change(low, ZONE, -gone);
    List<WorkloadSnapshot> before = state.evictions.honour(low);
    assertEquals(Math.max(promised, atOther) > 4 - gone, !before.isEmpty());
    assertEquals(left, high.evacuation().evicts(OWN_EVENT, victim, ZONE));
    assertEquals(leftAtOther, high.evacuation().evicts(OTHER_OWN_EVENT, victim, ZONE));
    assertEquals(4 - gone - left, state.evictions.left(low, event, ZONE));
    assertEquals(4 - gone - leftAtOther, state.evictions.left(low, otherEvent, ZONE));
  }

  @Test
  void whatIsOverInOneZoneIsTakenBackInThatOne() {
    int victim = low.compiled.number;
    state.change(low, ZONE, 2);
    state.change(low, 2, 2);
    high.evacuation().evict(OWN_EVENT, victim, 2, 2);
    high.evacuation().evict(OWN_EVENT, victim, ZONE, 2);
    assertTrue(state.hold(high));
    state.change(low, ZONE, -1);
    state.evictions.honour(low);
    assertEquals(1, high.evacuation().evicts(OWN_EVENT, victim, ZONE));
    assertEquals(2, high.evacuation().evicts(OWN_EVENT, victim, 2));
  }

  /** Of equals the first by name is decided first, so it has it. */
  @ParameterizedTest
  @CsvSource({
    // two are promised to each, so many of the victim's four go: what the first and last keep
    "0, 2, 2",
    "1, 2, 1",
    "2, 2, 0",
    "3, 1, 0",
    "4, 0, 0",
  })
  void ofEqualsTheLastByNameLosesFirst(int gone, int left, int leftToLast) {
    PlanState equals =
        new PlanState(
            estate()
                .zones(ROOM, "z1", "z2")
                .workload(
                    workload("first").priority(5, true).tolerate(Scope.ZONE),
                    workload("last").priority(5, true).tolerate(Scope.ZONE),
                    workload("victim").replicas(4))
                .build());
    WorkloadState first = of(equals, "first");
    WorkloadState last = of(equals, "last");
    WorkloadState victim = of(equals, "victim");
    equals.change(victim, ZONE, 4);
    for (WorkloadState claimant : List.of(last, first)) {
      claimant.evacuation().evict(OWN_EVENT, victim.compiled.number, ZONE, 2);
      assertTrue(equals.hold(claimant));
    }
    equals.change(victim, ZONE, -gone);
    equals.evictions.honour(victim);
    assertEquals(left, first.evacuation().evicts(OWN_EVENT, victim.compiled.number, ZONE));
    assertEquals(leftToLast, last.evacuation().evicts(OWN_EVENT, victim.compiled.number, ZONE));
  }

  /** Whose moves hold no room may be promised anything anew, and loses nothing now. */
  @Test
  void whoHoldsNothingLosesNothing() {
    state.change(low, ZONE, 4);
    middle.evacuation().evict(OWN_EVENT, low.compiled.number, ZONE, 2);
    claims(high, 4);
    state.change(low, ZONE, -3);
    assertEquals(
        List.of(high), state.evictions.honour(low).stream().map(s -> s.workloadState).toList());
    assertEquals(1, high.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
    assertEquals(2, middle.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE));
  }

  /**
   * As if it were evicted now: what it uses is free in every event, and what it would give at a
   * loss is nothing any more, so that moves hold their room whole.
   */
  @ParameterizedTest
  @CsvSource({
    // moves of high into the zone, evictions that they count on, replicas of four that come back;
    // free at that loss and at another one: at first, withdrawn, put back
    "3, 3, 4, 16, 16, 17, 20, 16, 16",
    "3, 1, 4, 14, 16, 17, 20, 14, 16",
    "2, 3, 4, 16, 16, 18, 20, 16, 16",
    "3, 0, 4, 13, 16, 17, 20, 13, 16",
    "3, 3, 1, 16, 16, 17, 20, 19, 19",
    "3, 3, 0, 16, 16, 17, 20, 20, 20",
  })
  void whatIsWithdrawnNeitherUsesNorGivesRoom(
      int moves,
      int evicts,
      int back,
      int free,
      int freeAtOther,
      int withdrawn,
      int withdrawnAtOther,
      int then,
      int thenAtOther) {
    state.change(low, ZONE, 4);
    high.evacuation().move(OWN_EVENT, 0, ZONE, moves);
    assertTrue(claims(high, evicts));
    assertEquals(List.of(free, freeAtOther), List.of(free(event), free(otherEvent)));

    state.evictions.withdraw(low);
    assertEquals(List.of(withdrawn, withdrawnAtOther), List.of(free(event), free(otherEvent)));
    assertEquals(
        evicts, high.evacuation().evicts(OWN_EVENT, low.compiled.number, ZONE), "still known");
    assertEquals(4 - evicts, state.evictions.left(low, event, ZONE));

    low.places().change(ZONE, back - low.replicas(ZONE));
    state.evictions.putBack(low);
    assertEquals(List.of(then, thenAtOther), List.of(free(event), free(otherEvent)));
  }

  /** Replicas of one cpu that the zone takes beside what is used and held for an event. */
  private int free(int event) {
    return state.ledger.fit(low.compiled, event, ZONE, ROOM + 1, false);
  }

  /** Has a workload count on evictions; false when it does not get all of them. */
  private boolean claims(WorkloadState claimant, int replicas) {
    claimant.evacuation().evict(OWN_EVENT, low.compiled.number, ZONE, replicas);
    return state.hold(claimant);
  }

  private WorkloadState of(String name) {
    return of(state, name);
  }

  private static WorkloadState of(PlanState state, String name) {
    for (WorkloadState one : state.workloadStates) {
      if (one.compiled.workload.id().name().equals(name)) {
        return one;
      }
    }
    throw new IllegalArgumentException(name);
  }
}
