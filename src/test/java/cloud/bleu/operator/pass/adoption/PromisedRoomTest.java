package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Room that one made for another one is for that one, and for nobody who comes in between. */
class PromisedRoomTest extends AdoptionScene {

  private static final String HERE = "residency: {zones: {allow: [north]}}\n  ";

  /** It is new, be it before the room is free or after that: it would be made once more. */
  @ParameterizedTest
  @ValueSource(strings = {"", QUIET})
  void whoIsNewDoesNotGetIt(String priority) {
    two(0);
    workload("late", 2, Map.of(), priority);
    rest(11);
    writes();
    rest(11);
    assertEquals(Map.of("web", 6, "low", 4), inForce());
    rest(15);
    assertEquals(Map.of("web", 6, "low", 6, "late", 2), inForce(), "what is free besides");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", QUIET})
  void whoIsNewOnceItIsFreeDoesNotGetIt(String priority) {
    two(0);
    writes();
    workload("late", 2, Map.of(), priority);
    rest(11);
    assertEquals(Map.of("web", 6, "low", 4), inForce());
  }

  /** It runs, and asks for more. */
  @Test
  void whoGrowsDoesNotGetIt() {
    workload("late", 1, Map.of(), QUIET);
    runs("late", "north", 1);
    two(1);
    writes();
    edit("late", 3, QUIET);
    rest(12);
    assertEquals(Map.of("web", 6, "low", 4, "late", 1), inForce());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", QUIET})
  void whoTakesOverBesideItDoesNotGetIt(String priority) {
    two(0);
    writes();
    workload("late", 2, Map.of("north", 1), priority);
    rest(12);
    assertEquals(Map.of("web", 6, "low", 4), inForce());
  }

  /** Room goes by priority, as it would if it had come first. */
  @Test
  void whoComesBeforeAllGetsIt() {
    two(0);
    writes();
    workload("late", 2, Map.of(), TOP);
    rest(11);
    assertEquals(Map.of("web", 6, "low", 2, "late", 2), inForce());
  }

  /** The same where it has what it asks, and its zone is lost. */
  @Test
  void whoComesBeforeAllGoesThereAfterALoss() {
    zones.put("north", "");
    zones.put("south", "");
    workload("first", 2, Map.of(), "residency: {zones: {allow: [north, south]}}\n  " + TOP);
    runs("first", "south", 2);
    workload("low", 6, Map.of(), "residency: {zones: {allow: [north]}}");
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), "residency: {zones: {allow: [north]}}\n  " + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 4), pass(11, true));
    commit();
    writes();
    zones.put("south", "placement.bleu.cloud/incident: Lost");
    assertEquals(Map.of("first", 2), pass(11, true));
    assertEquals(
        List.of("north=2", "south=0"),
        plan.proposed().get(0).assignments().stream()
            .map(one -> one.zone() + "=" + one.replicas())
            .sorted()
            .toList());
  }

  /** One of two that make room is late, and the other one is asked for less: that is free. */
  @Test
  void whatIsGivenUpBesideItIsFree() {
    workload("late", 6, 0);
    runs("late", "north", 6);
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 14, Map.of("north", 4), FIRST);
    unwritten.add(id("late"));
    unwritten.add(id("low"));
    assertEquals(3, pass(17, true).size());
    commit();
    String more = inForce().containsKey("low") ? "low" : "late";
    assertEquals(Map.of(more, 2), inForce());
    writes(id(more));
    edit(more, 1, "");
    rest(17);
    workload("next", 2, 0);
    rest(17);
    assertEquals(Map.of(more, 1), inForce(), "one of two is free");
    edit("next", 1, "");
    rest(17);
    assertEquals(Map.of(more, 1, "next", 1), inForce());
  }

  /** It was tried in vain before the room was free, and is not in the pass in which it is. */
  @Test
  void whoIsNotTriedInAPassDoesNotLoseIt() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 6, Map.of(), HERE);
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), HERE + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 4), pass(11, true));
    commit();
    rest(11);
    writes();
    workload("late", 2, Map.of(), HERE + QUIET);
    workload("other", 1, Map.of(), "residency: {zones: {allow: [south]}}");
    rest(11);
    assertEquals(Map.of("web", 6, "low", 4, "other", 1), inForce());
  }

  /** Elsewhere it is not as decided, for whatever reason: here it is, and the trial was in vain. */
  @Test
  void whoIsNotAsDecidedElsewhereKeepsNothingHere() {
    elsewhere();
    edit("web", 90, HERE + FIRST);
    running.put(id("web"), Map.of("north", 4));
    rest(11);
    assertEquals(2, inForce().get("late"), inForce().toString());
  }

  /** It cannot be tried, so nothing tells what is to become of the room. */
  @Test
  void whoIsNotTriedForLongLosesIt() {
    elsewhere();
    awaited.add(id("web"));
    rest(11);
    now = now.plus(PromisedRoom.LONGEST).minusSeconds(1);
    assertEquals(Map.of(), pass(11, true));
    assertEquals(Duration.ofSeconds(1), commits(), "a pass follows once it is over");
    now = now.plusSeconds(1);
    rest(11);
    assertEquals(2, inForce().get("late"), inForce().toString());
    assertNull(commits());
  }

  /** One runs in two zones and made room in one of them, where it is free; a third one is new. */
  private void elsewhere() {
    zones.put("north", "");
    zones.put("south", "");
    workload("low", 8, Map.of(), "residency: {zones: {allow: [north, south]}}");
    runs("low", Map.of("north", 6, "south", 2));
    workload("wall", 9, Map.of(), "residency: {zones: {allow: [south]}}");
    runs("wall", "south", 9);
    workload("web", 6, Map.of("north", 4), HERE + FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 6), pass(11, true));
    commit();
    writes();
    delivered.put(id("low"), Map.of("south", 3));
    workload("late", 2, Map.of(), HERE + QUIET);
  }

  /** One of higher priority lacks just what it made for another one: it asks for none of this. */
  @Test
  void whoMadeRoomForAnotherTakesNothingFromIt() {
    zones.put("north", "");
    zones.put("south", "");
    String there = "residency: {zones: {allow: [south]}}\n  ";
    workload("mid", 6, Map.of(), there + "placement: {priorityClassName: between}");
    runs("mid", "south", 6);
    workload("web", 6, Map.of("south", 4), there + FIRST);
    workload("low", 6, Map.of(), HERE);
    runs("low", "north", 6);
    workload("zoo", 6, Map.of("north", 4), HERE + "placement: {priorityClassName: low}");
    unwritten.add(id("mid"));
    unwritten.add(id("low"));
    rest(11);
    assertEquals(Map.of("mid", 4, "low", 4), inForce());
    writes();
    workload("late", 2, Map.of(), HERE + "placement: {priorityClassName: still}");
    rest(11);
    assertEquals(Map.of("web", 6, "mid", 4, "zoo", 6, "low", 4), inForce());
  }

  /** One makes room for two, and the first of them is tried in vain: that is not for the other. */
  @Test
  void whatIsMadeForOneIsNotKeptForAnother() {
    workload("low", 8, 0);
    runs("low", "north", 8);
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 6), pass(13, true));
    commit();
    writes();
    workload("zoo", 6, Map.of("north", 4), FIRST);
    withheld.add(id("web"));
    delivered.put(id("low"), Map.of("north", 8));
    unwritten.add(id("low"));
    rest(17);
    assertEquals(Map.of("low", 4), inForce());
    writes();
    delivered.clear();
    awaited.add(id("zoo"));
    workload("late", 2, Map.of(), QUIET);
    rest(17);
    assertEquals(Map.of("low", 4, "late", 2), inForce());
  }

  /** One makes room twice: of each time it is kept what was made, and no more. */
  @Test
  void whatIsMadeTwiceIsKeptOnce() {
    VacatedRoom room = VacatedRoom.of(Map.of("n", 6), Map.of("n", 4, "s", 1));
    room.with(VacatedRoom.of(Map.of("n", 4, "s", 5), Map.of("n", 4, "s", 3)));
    assertEquals(Map.of("n", 2, "s", 2), room.made());
    VacatedRoom less = VacatedRoom.of(Map.of("n", 6), Map.of("n", 4));
    less.with(VacatedRoom.of(Map.of("n", 1), Map.of()));
    assertEquals(Map.of("n", 3), less.made());
  }

  /** Nothing is free, and two of six have made room that is not free yet. */
  private void two(int late) {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 4), pass(11 + late, true));
    commit();
  }
}
