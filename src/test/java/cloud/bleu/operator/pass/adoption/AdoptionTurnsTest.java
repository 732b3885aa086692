package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.estate.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes over what runs comes first, and nobody waits for that longer than a pass. */
class AdoptionTurnsTest extends AdoptionScene {

  /** Each grows into all that is free. Neither can be committed. */
  @Test
  void twoThatDoNotFitTogetherLeaveOthersEverySecondPass() {
    workload("db", 6, 3);
    workload("web", 6, 3);
    List<String> passes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      passes.add(pass(10, true) + " " + follows(List.of()));
    }
    assertEquals("{db=6} true", passes.get(0));
    for (int i = 1; i < 6; i += 2) {
      assertEquals("{} false", passes.get(i), passes.toString());
    }
    workload("late", 1, 0);
    assertEquals(Map.of("late", 1), pass(10, true), "who grows comes after others");
  }

  /** Who is committed leaves the next one its turn at once. */
  @Test
  void theOtherOneFollowsAfterOthers() {
    workload("db", 5, 3);
    workload("web", 5, 3);
    workload("late", 1, 0);
    assertEquals(Map.of("late", 1), pass(10, true), "who grows comes after others");
    assertTrue(commit(), "two wait for their turn");
    assertEquals(Map.of("db", 5), pass(10, true));
    assertTrue(commit(), "others follow");
    assertEquals(Map.of(), pass(10, true), "there are none");
    assertTrue(commit(), "one waits for its turn");
    assertEquals(Map.of(), pass(10, true), "it has no place");
    assertFalse(commit(), "nobody follows");
    assertEquals(Map.of("web", 5), pass(12, true));
  }

  /** One is taken over in each pass that may, and a zone is lost: that is decided at once. */
  @Test
  void lossIsAnsweredBesideAStreamOfAdoptions() {
    zones.put("north", "");
    zones.put("south", "");
    workload("old", 3, 0);
    runs("old", "south", 3);
    for (int i = 0; i < 3; i++) {
      workload("new" + i, 1, 1);
      assertEquals(Map.of("new" + i, 1), pass(20, true));
      assertTrue(commit());
      workload("next" + i, 1, 1);
      assertEquals(Map.of(), pass(20, true), "no two such passes follow each other");
      assertTrue(commit());
      assertEquals(Map.of("next" + i, 1), pass(20, true));
      assertTrue(commit());
      pass(20, true);
      commit();
    }
    workload("last", 1, 1);
    zones.put("south", "placement.bleu.cloud/incident: Lost");
    assertEquals(Map.of("old", 3), pass(20, true));
    assertEquals("ZoneState", plan.proposed().get(0).cause());
    assertTrue(commit(), "one waits to be taken over");
    assertEquals(Map.of("last", 1), pass(20, true));
  }

  /** Room that nobody has goes by priority: who takes over has its own first, and no more. */
  @Test
  void whoGrowsComesAfterOthersThatWait() {
    workload("old", 5, 0);
    runs("old", "north", 2);
    workload("web", 4, 1);
    assertEquals(Map.of("old", 5), pass(7, true));
    assertTrue(commit(), "one waits to be taken over");
    assertEquals(Map.of(), pass(7, true));
    assertEquals(Map.of("web", 4), pass(10, true));
  }

  /** It asks for no more than runs, and goes where nothing of it does: that is room of others. */
  @Test
  void whoMovesComesAfterOthersThatWait() {
    zones.put("north", "");
    zones.put("south", "");
    workload("late", 8, Map.of(), "residency: {zones: {allow: [south]}}");
    workload("web", 4, Map.of("north", 4), "residency: {zones: {allow: [south]}}");
    assertEquals(Map.of("late", 8), pass(9, true));
  }

  /** What is planned for others and not committed is said to wait, as what is withheld does. */
  @Test
  void whatWaitsForItsTurnIsNotInForce() {
    workload("old", 5, 0);
    runs("old", "north", 2);
    workload("web", 4, 4);
    assertEquals(Map.of("web", 4), pass(10, true));
    assertEquals(List.of(id("old")), plan.waiting().stream().map(ProposedDecision::id).toList());
    assertEquals(5, replicas(plan.told().decisions().get(0)), "what will be decided");
    assertEquals(2, replicas(plan.decisions().get(id("old"))), "what is in force");
    assertEquals(4, replicas(plan.decisions().get(id("web"))));
  }

  /** Of ten cpu six and a rollout fit: what has a place for some only takes none of them. */
  @Test
  void whoRunsOnTakesNoRoomOfOthers() {
    workload("db", 10, 3);
    workload("late", 6, 0);
    assertEquals(Map.of("late", 6), pass(10, true));
  }

  /** The one goes where the other one is: only once that has gone there is room. */
  @Test
  void whoGrowsWhereAnotherOneLeavesIsNotDecidedWithIt() {
    zones.put("north", "");
    zones.put("south", "");
    workload("web", 4, Map.of("north", 4), "residency: {zones: {allow: [south]}}");
    workload("zoo", 4, Map.of("south", 4), "residency: {zones: {allow: [north]}}");
    assertEquals(1, pass(9, true).size(), "one, and not both");
  }

  /** Five stand, none as it is asked: their room is given back, and is nobody's before they go. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void whoGrowsWhereMoreStandThanRunIsNotDecidedWithIt(int asks) {
    zones.put("north", "");
    zones.put("south", "");
    workload("web", asks, Map.of("north", 0), "residency: {zones: {allow: [north]}}");
    standing.put(id("web"), Map.of("north", 5));
    workload("zoo", 3, Map.of("south", 3), "residency: {zones: {allow: [north]}}");
    Map<String, Integer> first = pass(asks == 2 ? 6 : 9, false);
    assertEquals(1, first.size(), "one, and not both: " + first);
  }

  /** What runs and what stands are asked one after the other. */
  @Test
  void whatRanAMomentAgoStands() {
    zones.put("north", "");
    zones.put("south", "");
    workload("web", 4, Map.of("south", 4), "residency: {zones: {allow: [north]}}");
    workload("zoo", 3, Map.of("south", 1), "residency: {zones: {allow: [south]}}");
    forgotten.add(id("web"));
    Map<String, Integer> first = pass(5, false);
    assertEquals(1, first.size(), "one, and not both: " + first);
  }

  /** What stands of one alone is its own room. */
  @Test
  void whoIsAloneWhereMoreStandThanRunIsDecided() {
    workload("web", 2, Map.of("north", 0), "");
    standing.put(id("web"), Map.of("north", 5));
    workload("db", 3, Map.of("south", 3), "residency: {zones: {allow: [south]}}");
    zones.put("north", "");
    zones.put("south", "");
    assertEquals(Map.of("web", 2, "db", 3), pass(6, false));
  }

  /** It failed because more stood than run. That they have gone is another fact. */
  @Test
  void whatStoodIsLookedAtAnew() {
    zones.put("north", "");
    zones.put("south", "");
    workload("web", 30, Map.of("north", 2), "residency: {zones: {allow: [north]}}");
    standing.put(id("web"), Map.of("north", 5));
    AdoptionTrial.Basis none = basis();
    pass(9, true);
    assertTrue(none.holds(rooms), "nothing has changed");
    standing.put(id("web"), Map.of("north", 2));
    pass(9, true);
    assertFalse(none.holds(rooms));
  }

  private AdoptionTrial.Basis basis() {
    pass(9, true);
    return AdoptionTrial.Basis.of(rooms);
  }

  /** What came to nothing is not tried again before anything is other than it was. */
  @Test
  void whatCameToNothingIsNotTriedInEachPass() {
    for (int i = 0; i < 5; i++) {
      workload("db" + i, 30, 2);
    }
    assertEquals(Map.of(), pass(20, false));
    assertTrue(follows(List.of()), "not all were tried alone");
    assertEquals(Map.of(), pass(20, false));
    assertFalse(follows(List.of()));
    int before = asked;
    assertEquals(Map.of(), pass(20, false));
    assertFalse(follows(List.of()));
    assertEquals(1, asked - before, "it is looked whether anything changed, and no more");
    workload("web", 4, 0);
    assertEquals(Map.of("web", 4), pass(20, false));
    assertTrue(commit(), "some wait for their turn");
    assertEquals(Map.of(), pass(20, false));
    assertTrue(asked - before > 2);
  }

  /** However many have no place: a few passes follow at once, and others after a while each. */
  @Test
  void passesThatFollowAtOnceAreFew() {
    int many = 40;
    for (int i = 0; i < many; i++) {
      workload("db" + (10 + i), 90, 2);
    }
    int atOnce = 0;
    int later = 0;
    Duration next = Duration.ZERO;
    for (int i = 0; next != null && i < 2 * many; i++) {
      assertEquals(Map.of(), pass(100, true));
      next = adoption.committed(List.of());
      atOnce += Duration.ZERO.equals(next) ? 1 : 0;
      later += AdoptionPause.FIRST.equals(next) ? 1 : 0;
    }
    assertNull(next, "it comes to an end");
    assertEquals(AdoptionPause.IN_A_ROW, atOnce);
    assertEquals(many / 3 - AdoptionPause.IN_A_ROW, later, "all are tried, three in a pass");
    workload("web", 1, 1);
    assertEquals(Map.of("web", 1), pass(100, true), "who has a place does not wait for them");
  }

  /** What changes with each pass makes none follow at once. */
  @Test
  void whatChangesAllTheWhileIsNoReasonForPassAfterPass() {
    int many = 40;
    for (int i = 0; i < many; i++) {
      workload("db" + (10 + i), 90, 2);
    }
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      assertEquals(Map.of(), pass(100 + i, true));
      pauses.add(adoption.committed(List.of()));
    }
    assertEquals(
        Stream.of(0, 5, 10, 20, 40, 80, 160, 320, 600, 600, 600).map(Duration::ofSeconds).toList(),
        pauses);
    pass(110, true);
    assertEquals(
        AdoptionPause.LONGEST, adoption.committed(List.of()), "as before, and not all tried");
  }

  /** Plans of one for whom others might make room are several: it is the only one of its pass. */
  @Test
  void passesInWhichOthersMightMakeRoomHaveFewPlans() {
    workload("low", 3, 0);
    runs("low", "north", 3);
    for (int i = 0; i < 5; i++) {
      workload("db" + i, 90, Map.of("north", 2), FIRST);
    }
    int follow = 0;
    for (int i = 0; i < 5; i++) {
      int before = asked;
      assertEquals(Map.of(), pass(20, false));
      assertTrue(asked - before <= 4, "pass " + i + ": " + (asked - before));
      follow += follows(List.of()) ? 1 : 0;
    }
    assertEquals(4, follow, "each was tried");
  }

  /** Dates and waits may have passed: then it is tried again, and at no other time. */
  @Test
  void whatCameToNothingIsTriedAgainOnceAnotherDayHasBegun() {
    workload("db", 30, 2);
    assertEquals(Map.of(), pass(20, false));
    assertFalse(follows(List.of()));
    int before = asked;
    now = now.plus(Duration.ofHours(10));
    assertEquals(Map.of(), pass(20, false));
    assertEquals(1, asked - before, "the same day");
    now = now.plus(Duration.ofHours(2));
    assertEquals(Map.of(), pass(20, false));
    assertTrue(asked - before > 3, "another day");
  }

  /** Two of another one run where they are no longer decided: the report is short of them. */
  @Test
  void whatIsGainedPaysWhatIsOwed() {
    workload("gone", 1, 0);
    runs("gone", "north", 1);
    delivered.put(id("gone"), Map.of("north", 6));
    workload("web", 4, 4);
    assertEquals(Map.of(), pass(8, false), "four are left and five owed");
  }

  /** The commit of the rest of a pass failed: nobody said what of it is in force. */
  @Test
  void whatWasCommittedBeforeAConflictIsTold() {
    workload("web", 4, 4);
    assertEquals(Map.of("web", 4), pass(10, true));
    runs("web", "north", 4);
    assertEquals(List.of(), told);
    assertEquals(Map.of(), pass(10, true));
    assertEquals(List.of(id("web")), told);
    pass(10, true);
    assertEquals(List.of(id("web")), told, "once");
  }

  private static int replicas(Decision decision) {
    return decision.assignments().stream().mapToInt(a -> a.replicas()).sum();
  }
}
