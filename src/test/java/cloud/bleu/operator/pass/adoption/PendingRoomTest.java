package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Some made room for another one, and that is written and not carried out: it stands there yet. */
class PendingRoomTest extends AdoptionScene {

  private static final String NORTH = "residency: {zones: {allow: [north]}}\n  ";
  private static final String SOUTH = "residency: {zones: {allow: [south]}}\n  ";
  private static final String BOTH = "residency: {zones: {allow: [north, south]}}\n  ";
  private static final String LOST = "placement.bleu.cloud/incident: Lost";
  private static final String DRAINED = "placement.bleu.cloud/incident: Drained";

  /** Two are lacking and on their way: no more are asked for, be it of the same or of others. */
  @ParameterizedTest
  @ValueSource(ints = {6, 5})
  void nobodyMakesRoomTwice(int stand) {
    two();
    writes();
    delivered.put(id("low"), Map.of("north", stand));
    rest(14);
    assertEquals(Map.of("low", 4, "other", 3), inForce());
    delivered.clear();
    rest(14);
    assertEquals(Map.of("web", 6, "low", 4, "other", 3), inForce());
  }

  /** What is lacking beyond that is asked for once it is free. */
  @Test
  void whatIsLackingBesideIsAskedForAfterThat() {
    two();
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    edit("web", 7, FIRST);
    rest(14);
    assertEquals(Map.of("low", 4, "other", 3), inForce());
    delivered.clear();
    rest(14);
    assertEquals(13, inForce().values().stream().mapToInt(n -> n).sum(), inForce().toString());
    assertEquals(7, inForce().get("web"));
  }

  /** It is for who expects it, also where somebody else comes just as it becomes free. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoIsNewDoesNotGetIt(boolean before) {
    two();
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    if (!before) {
      rest(14);
    }
    workload("late", 2, Map.of(), QUIET);
    if (before) {
      rest(14);
      assertEquals(Map.of("low", 4, "other", 3), inForce());
    }
    delivered.clear();
    rest(14);
    assertEquals(Map.of("web", 6, "low", 4, "other", 3), inForce());
  }

  /** Its children are refused, or its gate: others make room, and it has none to give. */
  @Test
  void othersMakeRoomOnceThatIsRefused() {
    two();
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    rest(14);
    refusing.add(id("low"));
    rest(14);
    assertEquals(Map.of("web", 6, "low", 4, "other", 1), inForce());
  }

  /** Nobody else can: what is refused is not asked for once more. */
  @Test
  void whoIsRefusedIsNotAskedForMore() {
    two();
    withheld.add(id("other"));
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    refusing.add(id("low"));
    rest(14);
    assertEquals(Map.of("low", 4, "other", 3), inForce());
    refusing.clear();
    delivered.clear();
    rest(14);
    assertEquals(Map.of("web", 6, "low", 4, "other", 3), inForce());
  }

  /** Nothing says why it takes so long. */
  @Test
  void othersMakeRoomAfterLong() {
    two();
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    rest(14);
    now = now.plus(PromisedRoom.LONGEST).minusSeconds(1);
    assertEquals(Map.of(), pass(14, true));
    assertEquals(Duration.ofSeconds(1), commits(), "a pass follows once it is over");
    now = now.plusSeconds(1);
    rest(14);
    assertEquals(Map.of("web", 6, "low", 4, "other", 1), inForce());
  }

  /** It is so long since that was written, and not since it was decided. */
  @Test
  void timeCountsFromTheWrite() {
    two();
    now = now.plus(PromisedRoom.LONGEST);
    rest(14);
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    rest(14);
    assertEquals(Map.of("low", 4, "other", 3), inForce());
    now = now.plus(PromisedRoom.LONGEST);
    rest(14);
    assertEquals(Map.of("web", 6, "low", 4, "other", 1), inForce());
  }

  /** It made room in one zone, and is not as decided in another one: that is not what is late. */
  @Test
  void whatIsLateElsewhereIsNotExpected() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 8, Map.of(), BOTH);
    runs("low", Map.of("north", 6, "south", 2));
    workload("wall", 9, Map.of(), SOUTH);
    runs("wall", "south", 9);
    workload("web", 6, Map.of("north", 4), NORTH + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 6), pass(11, true));
    commit();
    writes();
    delivered.put(id("low"), Map.of("south", 3));
    rest(11);
    assertEquals(Map.of("web", 6, "low", 6, "wall", 9), inForce());
  }

  /** Where nothing comes any more nobody waits for room. */
  @Test
  void whatIsLateInALostZoneIsNotExpected() {
    lowIsLateInNorth();
    zones.put("north", LOST);
    rest(11);
    assertEquals(6, inForce().get("web"), inForce().toString());
  }

  /** The same where that is seen, and nobody has said so. */
  @ParameterizedTest
  @EnumSource(
      value = Health.Signal.class,
      names = {"Recovering", "Silent", "Unreached", "Gone", "NodesUnknown"})
  void whatIsLateInAZoneOutOfServiceIsNotExpected(Health.Signal signal) {
    lowIsLateInNorth();
    health.put("north", new Health(signal, now).after(Duration.ofDays(1)));
    rest(11);
    assertEquals(6, inForce().get("web"), inForce().toString());
  }

  /** Some of its nodes are in service: it comes. */
  @Test
  void whatIsLateInADegradedZoneIsExpected() {
    lowIsLateInNorth();
    // health.put("north", new Health(Health.Signal.Degraded, now));
    rest(11);
    assertEquals(Map.of("low", 4, "wall", 11), inForce());
  }

  private void lowIsLateInNorth() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), NORTH);
    runs("low", "north", 6);
    workload("wall", 11, Map.of(), SOUTH);
    runs("wall", "south", 11);
    workload("web", 6, Map.of("north", 4), NORTH + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 4), pass(11, true));
    commit();
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    edit("web", 6, BOTH + FIRST);
  }

  /** It goes where nothing of it runs, in a plan for everybody: others make room there as well. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoGoesElsewhereMakesNobodyMakeRoomTwice(boolean written) {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), NORTH);
    runs("low", "north", 6);
    workload("other", 3, Map.of(), NORTH);
    runs("other", "north", 3);
    workload("web", 6, Map.of("south", 6), NORTH + FIRST);
    unwritten.add(id("low"));
    unwritten.add(id("other"));
    pass(14, true);
    commit();
    Map<String, Integer> made = inForce();
    assertEquals(7, made.values().stream().mapToInt(n -> n).sum(), made.toString());
    if (written) {
      writes();
      delivered.put(id("low"), Map.of("north", 6));
      delivered.put(id("other"), Map.of("north", 3));
    }
    rest(14);
    assertEquals(made, inForce());
    writes();
    delivered.clear();
    rest(14);
    made.put("web", 6);
    assertEquals(made, inForce());
  }

  /** The first one is decided and room for it is not free: that is not what the other one lacks. */
  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void whatIsOnItsWayToOneIsNotMadeOnceMoreForAnother(boolean refused, boolean isLookedAtLater) {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), FIRST);
    assertEquals(Map.of("web", 6, "low", 4), pass(11, true));
    commit();
    if (isLookedAtLater) {
      rest(11);
    }
    delivered.put(id("low"), Map.of("north", 6));
    workload("zoo", 2, Map.of("north", 1), FIRST);
    rest(12);
    assertEquals(Map.of("web", 6, "low", 4), inForce());
    if (refused) {
      refusing.add(id("low"));
    } else {
      delivered.clear();
    }
    rest(12);
    assertEquals(2, inForce().get("zoo"));
    assertEquals(refused ? 1 : 3, inForce().get("low"), inForce().toString());
  }

  /** It takes long, and nothing says why: others may be asked in that zone by then, and once. */
  @Test
  void whatIsOnItsWayForLongIsNotExpected() {
    workload("low", 12, 0);
    runs("low", "north", 12);
    workload("web", 6, Map.of("north", 4), FIRST);
    assertEquals(Map.of("web", 6, "low", 10), pass(17, true));
    commit();
    delivered.put(id("low"), Map.of("north", 12));
    workload("zoo", 2, Map.of("north", 1), FIRST);
    rest(18);
    now = now.plus(PromisedRoom.LONGEST).minusSeconds(1);
    assertEquals(Map.of(), pass(18, true));
    assertEquals(Duration.ofSeconds(1), commits(), "a pass follows once it is over");
    now = now.plusSeconds(1);
    rest(18);
    assertEquals(Map.of("web", 6, "low", 7, "zoo", 2), inForce());
    workload("next", 2, Map.of("north", 1), FIRST);
    rest(19);
    assertEquals(Map.of("web", 6, "low", 7, "zoo", 2), inForce());
    delivered.clear();
    rest(19);
    assertEquals(Map.of("web", 6, "low", 8, "zoo", 2, "next", 2), inForce());
    pass(19, true);
    assertNull(commits(), "nothing of it is to come any more");
  }

  /** The one that it was made for needs it no more: it becomes free all the same. */
  @Test
  void whatIsNeededNoMoreIsMadeByNobodyElse() {
    two();
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    rest(14);
    edit("web", 4, FIRST);
    workload("zoo", 2, Map.of("north", 1), FIRST);
    rest(15);
    assertEquals(Map.of("web", 4, "low", 4, "other", 3), inForce());
    delivered.clear();
    rest(15);
    assertEquals(Map.of("web", 4, "low", 5, "other", 3, "zoo", 2), inForce());
  }

  /** In another zone that is nobody's matter. */
  @Test
  void whatIsOnItsWayElsewhereIsNoReasonToWait() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), NORTH);
    runs("low", "north", 6);
    workload("wall", 9, Map.of(), SOUTH);
    runs("wall", "south", 9);
    workload("web", 6, Map.of("north", 4), NORTH + FIRST);
    assertEquals(Map.of("web", 6, "low", 4), pass(11, true));
    commit();
    delivered.put(id("low"), Map.of("north", 6));
    workload("zoo", 2, Map.of("south", 1), SOUTH + FIRST);
    rest(11);
    assertEquals(Map.of("web", 6, "low", 4, "zoo", 2, "wall", 8), inForce());
  }

  /** Who is asked for less by an edit makes no room for anybody. */
  @Test
  void whoShrinksByItselfMakesNoRoom() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    edit("low", 4, "");
    assertEquals(Map.of("low", 4), pass(11, true));
    assertEquals(Set.of(), ReplicaShift.made(rooms, plan).keySet());
    edit("low", 6, "");
    workload("web", 6, Map.of("north", 4), FIRST);
    assertEquals(Map.of("web", 6, "low", 4), pass(11, true));
    assertEquals(Set.of(id("low")), ReplicaShift.made(rooms, plan).keySet());
  }

  /** What is made for who loses its zone is late: it does not wait, and each is asked once more. */
  @ParameterizedTest
  @CsvSource({
    LOST + ", false, 4, 2",
    LOST + ", true, 2, 4",
    DRAINED + ", false, 4, 2",
    ", false, 4, 2",
    ", true, 2, 4"
  })
  void whoLosesItsZoneDoesNotWaitForItsGiver(
      @Nullable String state, boolean stands, int low, int other) {
    zones.put("north", state == null ? "" : state);
    if (state == null) {
      isSilentAlone("north", Duration.ofMinutes(1));
    }
    zones.put("south", "");
    workload("low", 6, Map.of(), SOUTH);
    runs("low", "south", 6);
    workload("other", 4, Map.of(), SOUTH + "placement: {priorityClassName: still}");
    runs("other", "south", 4);
    workload("web", 2, Map.of("north", 2), BOTH + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 2, "low", 4), pass(11, true));
    commit();
    if (stands) {
      writes();
      delivered.put(id("low"), Map.of("south", 6));
      withheld.add(id("other"));
    }
    rest(11);
    assertEquals(Map.of("low", low, "other", other, "web", 2), inForce());
    writes();
    delivered.clear();
    withheld.clear();
    rest(11);
    assertEquals(Map.of("low", 4, "other", 4, "web", 2), inForce());
  }

  /** It is silent, and not for as long as the one waits, or all are: nothing is lost, it waits. */
  @ParameterizedTest
  @CsvSource({"59, false, true", "60, true, true", "60, false, false"})
  void whoseZoneIsNotLostWaits(int seconds, boolean isInDoubt, boolean waits) {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), SOUTH);
    runs("low", "south", 6);
    workload("other", 4, Map.of(), SOUTH + "placement: {priorityClassName: still}");
    runs("other", "south", 4);
    workload("wall", 9, Map.of(), NORTH + TOP);
    runs("wall", "north", 9);
    workload("web", 3, Map.of("north", 1), BOTH + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 3, "low", 4), pass(11, true));
    commit();
    writes();
    delivered.put(id("low"), Map.of("south", 6));
    isSilentAlone("north", Duration.ofSeconds(seconds));
    if (isInDoubt) {
      health.put("east", health.get("north"));
      health.put("west", health.get("north"));
    }
    rest(11);
    assertEquals(waits ? null : 3, inForce().get("web"), inForce().toString());
  }

  /** Others are in service, so it is not our own view that is in doubt. */
  private void isSilentAlone(String zone, Duration since) {
    health.put(zone, new Health(Health.Signal.Silent, now.minus(since)));
    for (String other : List.of("south", "east", "west")) {
      zones.putIfAbsent(other, "");
      health.put(other, new Health(Health.Signal.Healthy, now));
    }
  }

  /** Room in the only zone that is left is on its way to another one: a loss does not wait. */
  @ParameterizedTest
  @ValueSource(strings = {LOST, DRAINED})
  void whoLosesItsZoneDoesNotWaitForWhatIsOnItsWayToAnother(String state) {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), SOUTH);
    runs("low", "south", 6);
    workload("web", 6, Map.of("south", 4), SOUTH + FIRST);
    assertEquals(Map.of("web", 6, "low", 4), pass(11, true));
    commit();
    delivered.put(id("low"), Map.of("south", 6));
    workload("zoo", 2, Map.of("north", 2), BOTH + FIRST);
    zones.put("north", state);
    rest(11);
    assertEquals(2, inForce().get("zoo"), inForce().toString());
  }

  /** The same where it is on its way to itself. */
  @ParameterizedTest
  @CsvSource({LOST + ", 0", LOST + ", 1", DRAINED + ", 0", DRAINED + ", 1"})
  void whoLosesItsZoneDoesNotWaitForWhatIsOnItsWayToIt(String state, int there) {
    zones.put("north", "");
    zones.put("south", "");
    workload("beside", 8, Map.of(), NORTH + TOP);
    runs("beside", "north", 8);
    workload("wall", 4 - there, Map.of(), SOUTH + TOP);
    runs("wall", "south", 4 - there);
    workload("low", 6, Map.of(), SOUTH);
    runs("low", "south", 6);
    workload(
        "web",
        3 + there,
        there == 0 ? Map.of("north", 2) : Map.of("north", 2, "south", there),
        BOTH + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 3 + there, "low", 5), pass(11, true));
    commit();
    assertFalse(running.isEmpty());
    writes();
    delivered.put(id("low"), Map.of("south", 6));
    rest(11);
    assertFalse(running.isEmpty(), "it waits for what is on its way");
    zones.put("north", state);
    rest(11);
    assertEquals(3 + there, inForce().get("web"), inForce().toString());
  }

  /** It is refused in one zone for good, and could give in another one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoIsRefusedInOneZoneGivesInAnother(boolean isRefused) {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 12, Map.of(), BOTH);
    runs("low", Map.of("north", 6, "south", 6));
    workload("wall", 4, Map.of(), SOUTH + TOP);
    runs("wall", "south", 4);
    workload("web", 6, Map.of("north", 4), NORTH + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 10), pass(11, true));
    commit();
    assertFalse(running.isEmpty());
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    if (isRefused) {
      refusing.add(id("low"));
    } else {
      rest(11);
      now = now.plus(PromisedRoom.LONGEST);
    }
    edit("web", 8, BOTH + FIRST);
    rest(11);
    assertEquals(Map.of("web", 8, "low", 6, "wall", 4), inForce());
  }

  /** Who made it is decided anew again and again, and that room does not come. */
  @Test
  void timeCountsFromTheFirstWrite() {
    two();
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    rest(14);
    for (int minutes = 0; minutes < 18; minutes += 9) {
      now = now.plus(Duration.ofMinutes(9));
      decidedAnew("low");
      pass(14, true);
      commits();
      writes();
      pass(14, true);
      commits();
    }
    rest(14);
    assertEquals(Map.of("web", 6, "low", 4, "other", 1), inForce());
  }

  /** It makes more in another zone: what is stuck in the first one is expected no more. */
  @Test
  void timeCountsZoneByZone() {
    VacatedRoom room = VacatedRoom.of(Map.of("north", 6), Map.of("north", 4));
    room.age(true, zone -> false, now, PromisedRoom.LONGEST);
    now = now.plus(PromisedRoom.LONGEST);
    room.age(true, zone -> false, now, PromisedRoom.LONGEST);
    room.with(VacatedRoom.of(Map.of("south", 6), Map.of("south", 4)));
    assertEquals(now, room.expected("north", PromisedRoom.LONGEST));
    assertEquals(Instant.MAX, room.expected("south", PromisedRoom.LONGEST));
    room.age(false, zone -> false, now, PromisedRoom.LONGEST);
    assertEquals(now, room.expected("north", PromisedRoom.LONGEST));
  }

  /** Nobody had looked when it was said to be free: it is kept from when it is. */
  @Test
  void whatIsFreeIsKeptSinceItIs() {
    VacatedRoom room = VacatedRoom.of(Map.of("north", 6), Map.of("north", 4));
    room.age(true, zone -> true, now, PromisedRoom.LONGEST);
    room.age(true, zone -> false, now.plus(PromisedRoom.LONGEST), PromisedRoom.LONGEST);
    assertNull(room.end(PromisedRoom.LONGEST));
    Instant later = now.plus(PromisedRoom.LONGEST).plusSeconds(1);
    room.age(true, zone -> true, later, PromisedRoom.LONGEST);
    assertEquals(later.plus(PromisedRoom.LONGEST), room.end(PromisedRoom.LONGEST));
    room.age(true, zone -> true, now, PromisedRoom.LONGEST);
    assertEquals(now.plus(PromisedRoom.LONGEST), room.end(PromisedRoom.LONGEST), "a clock is set");
    room.age(true, zone -> true, now.plus(PromisedRoom.LONGEST), PromisedRoom.LONGEST);
    assertEquals(Set.of(), room.zones());
  }

  /** A clock that was set back counts from then on, and no longer than that. */
  @Test
  void timeIsNoLongerWhereAClockIsSetBack() {
    two();
    writes();
    delivered.put(id("low"), Map.of("north", 6));
    rest(14);
    now = now.minus(Duration.ofHours(2));
    rest(14);
    assertEquals(Map.of("low", 4, "other", 3), inForce());
    now = now.plus(PromisedRoom.LONGEST);
    rest(14);
    assertEquals(Map.of("web", 6, "low", 4, "other", 1), inForce());
  }

  /** Its next decision is not written; it asks for what the one before did. */
  private void decidedAnew(String name) {
    decided.computeIfPresent(
        id(name),
        (same, one) ->
            new DecisionInForce(
                one.uid(), one.spec(), false, one.recent(), one.cause(), one.spec()));
  }

  /**
   * Writes and what is carried out come late, at random: never do more make room than is lacking.
   */
  @ParameterizedTest
  @CsvSource({"1, 3", "1, 17", "1, 29", "2, 5", "2, 11", "2, 23", "3, 2", "3, 7", "3, 31"})
  void howeverLateNoMoreMakeRoomThanIsLacking(int takers, long seed) {
    Random random = new Random(seed);
    int givers = 2 + random.nextInt(3);
    int cpu = 1;
    for (int i = 0; i < givers; i++) {
      int replicas = 3 + random.nextInt(4);
      workload("low" + i, replicas, 0);
      runs("low" + i, "north", replicas);
      cpu += replicas;
    }
    int lacking = 0;
    for (int i = 0; i < takers; i++) {
      int runs = 1 + random.nextInt(4);
      int more = 1 + random.nextInt(2);
      workload("web" + i, runs + more, Map.of("north", runs), FIRST);
      cpu += runs;
      lacking += more;
    }
    int least = lows() - lacking;
    List<Map<String, Integer>> passes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      unwritten.clear();
      for (int low = 0; low < givers; low++) {
        late(id("low" + low), random);
      }
      Map<WorkloadId, DecisionInForce> before = new TreeMap<>(decided);
      passes.add(pass(cpu, true));
      commits();
      stand(before);
      assertTrue(lows() >= least, lows() + " of at least " + least + ": " + passes);
    }
    writes();
    delivered.clear();
    rest(cpu);
    assertTrue(running.isEmpty(), passes.toString());
    assertEquals(least, lows(), passes.toString());
  }

  /** Something of one may be written, or be carried out, and its next decision may be late. */
  private void late(WorkloadId id, Random random) {
    if (random.nextInt(3) == 0) {
      writes(id);
    } else if (random.nextInt(3) == 0 && decided.get(id).published()) {
      delivered.remove(id);
    }
    if (random.nextBoolean()) {
      unwritten.add(id);
    }
  }

  /** What a decision takes away stands until it is carried out. */
  private void stand(Map<WorkloadId, DecisionInForce> before) {
    before.forEach(
        (id, one) -> {
          int stood = replicas(one);
          if (replicas(decided.get(id)) < stood) {
            delivered.merge(id, Map.of("north", stood), (a, b) -> a.get("north") > stood ? a : b);
          }
        });
  }

  private int lows() {
    return decided.entrySet().stream()
        .filter(one -> one.getKey().name().startsWith("low"))
        .mapToInt(one -> replicas(one.getValue()))
        .sum();
  }

  private static int replicas(DecisionInForce one) {
    return one.spec().assignments().stream().mapToInt(a -> a.replicas()).sum();
  }
}
