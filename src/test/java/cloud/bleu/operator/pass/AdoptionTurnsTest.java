package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.placement.estate.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who takes over what runs comes first, and nobody waits for that longer than a pass. */
class AdoptionTurnsTest extends AdoptionScene {

  /** Each grows into all that is free. Neither can be committed. */
  @Test
  void twoThatDoNotFitTogetherLeaveOthersEverySecondPass() {
    workload("db", 6, 3);
    workload("web", 6, 3);
    List<String> passes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      passes.add(pass(10, true) + " " + adoption.committed(List.of()));
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

  /** What came to nothing is not tried again before anything is other than it was. */
  @Test
  void whatCameToNothingIsNotTriedInEachPass() {
    for (int i = 0; i < 5; i++) {
      workload("db" + i, 30, 2);
    }
    assertEquals(Map.of(), pass(20, false));
    assertTrue(adoption.committed(List.of()), "not all were tried alone");
    assertEquals(Map.of(), pass(20, false));
    assertFalse(adoption.committed(List.of()));
    int before = asked;
    assertEquals(Map.of(), pass(20, false));
    assertFalse(adoption.committed(List.of()));
    assertEquals(1, asked - before, "it is looked whether anything changed, and no more");
    workload("web", 4, 0);
    assertEquals(Map.of("web", 4), pass(20, false));
    assertTrue(commit(), "some wait for their turn");
    assertEquals(Map.of(), pass(20, false));
    assertTrue(asked - before > 2);
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
