package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs by an engine when a workload takes it over: its room counts once, and is its own. */
class AdoptionTest extends AdoptionScene {

  /** Of ten cpu four are those of what runs. {@code first} comes first, and asks for seven. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoTakesOverStaysAndNobodyTakesItsRoom(boolean declared) {
    workload("first", 7, 0);
    workload("web", 4, 4);
    assertEquals(Map.of("web", 4), pass(10, declared));
    assertEquals(
        6_000, translation.estate().zone("north").capacity().usable().get("cpu"), "of the others");
    assertTrue(follows(List.of()), "the others wait for their turn");
  }

  /** It runs, so it fits: a zone that is full has room for it once more in no case. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFullZoneIsNoReasonToHaveFewerThanRun(boolean declared) {
    workload("web", 4, 4);
    assertEquals(Map.of("web", 4), pass(5, declared));
  }

  /** With one cpu of four more a rollout has its room. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void someAreTakenOverAtOnce(boolean declared) {
    workload("web", 4, 4);
    workload("db", 3, 3);
    workload("late", 1, 0);
    assertEquals(Map.of("web", 4, "db", 3), pass(9, declared));
  }

  /** None gets what another one runs on. Who asks for more than there is keeps what runs of it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobodyGrowsIntoWhatAnotherOneRunsOn(boolean declared) {
    workload("db", 9, 3);
    workload("web", 4, 4);
    workload("late", 1, 0);
    assertEquals(Map.of("web", 4), pass(10, declared));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoGrowsDoesSoIntoWhatIsFree(boolean declared) {
    workload("db", 6, 3);
    assertEquals(Map.of("db", 6), pass(7, declared));
  }

  /** More runs than is asked: no more is decided, and what runs beyond that is not free yet. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoAsksForLessGetsThat(boolean declared) {
    workload("web", 2, 4);
    assertEquals(Map.of("web", 2), pass(8, declared));
    adoption.committed(
        List.of(
            LaterDecision.of(
                id("web"), "u-web", "digest", null, "SpecChanged", List.of(), List.of(), 0)));
    assertEquals(List.of(id("web")), told);
  }

  /** Where it is not known yet what runs nothing is decided for it, and its room is kept. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoIsNotKnownWaitsAndNobodyWaitsForIt(boolean declared) {
    workload("first", 5, 0);
    workload("web", 4, 4);
    awaited.add(id("web"));
    assertEquals(Map.of("first", 5), pass(10, declared));
    assertFalse(follows(List.of()), "nobody came first");
    assertEquals(6_000, translation.estate().zone("north").capacity().usable().get("cpu"));
  }

  /** What has no place where it is allowed runs on: nothing is decided that would end it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatCannotBePlacedRunsOn(boolean declared) {
    workload("db", 19, 3);
    workload("web", 29, 4);
    workload("late", 1, 0);
    assertEquals(Map.of("late", 1), pass(10, declared));
    for (Decision decision : Planner.plan(translation.estate()).decisions()) {
      assertEquals(!decision.id().equals(id("late")), rooms.runsOn(decision), decision.id().name());
    }
  }

  /** While it is not seen what runs nothing is decided that may end it. */
  @Test
  void whoMayRunAnywhereRunsOn() {
    workload("web", 29, 0);
    workload("db", 4, 0);
    anywhere.add(id("web"));
    anywhere.add(id("db"));
    assertEquals(Map.of("db", 4), pass(10, true));
    assertFalse(follows(List.of()), "nobody came first");
  }

  /** A decision that cannot be committed holds up nobody else. */
  @Test
  void whoCannotBeCommittedComesNotFirstTwice() {
    workload("first", 5, 0);
    workload("web", 4, 4);
    assertEquals(Map.of("web", 4), pass(10, true));
    assertEquals(Map.of("first", 5), pass(10, true));
    assertEquals(Map.of("web", 4), pass(10, true));
  }

  /** What runs where nobody has looked may be anybody's: nothing grows there, and all else goes. */
  @Test
  void nothingGrowsWhereItIsNotKnownYetWhatRuns() {
    zones.put("north", "");
    zones.put("south", "");
    unseen.add("north");
    workload("old", 5, Map.of(), "residency: {zones: {allow: [north]}}");
    runs("old", "north", 3);
    workload("less", 1, Map.of(), "residency: {zones: {allow: [north]}}");
    runs("less", "north", 2);
    workload("new", 2, Map.of(), "residency: {zones: {allow: [south]}}");
    assertEquals(Map.of("less", 1, "new", 2), pass(10, true));
    commit();
    unseen.clear();
    assertEquals(Map.of("old", 5), pass(10, true));
  }

  /** It is seen while a pass reads, and that has read a part before. */
  @Test
  void nothingGrowsWhereItWasNotKnownAsThePassBegan() {
    unseen.add("north");
    meanwhile = unseen::clear;
    workload("old", 5, 0);
    runs("old", "north", 3);
    workload("web", 5, 2);
    assertEquals(Map.of(), pass(12, true));
    assertEquals(Map.of("old", 5), pass(12, true));
    commit();
    assertEquals(Map.of("web", 5), pass(12, true));
  }

  /** However many workloads there are. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsInForceIsReadOnceInAPass(boolean isUnseen) {
    if (isUnseen) {
      unseen.add("north");
    }
    for (int i = 0; i < 20; i++) {
      workload("old" + i, 2, 0);
      runs("old" + i, "north", 1);
    }
    workload("web", 4, 4);
    workload("db", 90, 3);
    pass(80, true);
    assertEquals(1, reads);
  }

  /** The process ends after each pass: the next one counts anew what runs. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatRunsCountsForEachProcess(boolean declared) {
    workload("first", 5, 0);
    workload("web", 4, 4);
    workload("late", 3, 0);
    assertEquals(Map.of("web", 4), pass(10, declared));
    begin();
    assertEquals(Map.of("web", 4), pass(10, declared), "what was not committed is planned again");
    commit();
    begin();
    assertEquals(Map.of("first", 5), pass(10, declared), "and nobody else's room");
    commit();
    begin();
    assertEquals(Map.of(), pass(10, declared));
  }
}
