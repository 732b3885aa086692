package cloud.bleu.placement.capacity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.capacity.EvacuationPlan.Victim;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Protected events with nothing are as if they were not there, in whatever order others come and
 * go.
 */
class EvacuationPlanTest {

  private static Moves moves(int from, int to, int replicas) {
    MoveList moves = new MoveList();
    moves.add(from, to, replicas);
    return moves;
  }

  @Test
  void guardsComeInTheirOrder() {
    EvacuationPlan plan = new EvacuationPlan();
    plan.set(7, moves(7, 1, 2));
    plan.set(2, moves(2, 1, 1));
    plan.move(5, 5, 0, 3);
    plan.move(5, 5, 1, 1);
    assertEquals(3, plan.size());
    assertEquals(List.of(2, 5, 7), List.of(plan.ownEvent(0), plan.ownEvent(1), plan.ownEvent(2)));
    assertArrayEquals(
        new int[] {
          2, 2, 1, 1,
          5, 5, 0, 3,
          5, 5, 1, 1,
          7, 7, 1, 2
        },
        LoadedState.pairs(plan));
    assertEquals(4, plan.moves(5).leaving(5));
    assertEquals(0, plan.moves(3).size());
    assertTrue(plan.into(0));
    assertFalse(plan.into(7));
  }

  @Test
  void whatIsTakenAwayLeavesNoGuardBehind() {
    EvacuationPlan plan = new EvacuationPlan();
    plan.set(2, moves(2, 1, 1));
    plan.set(5, moves(5, 0, 3));
    plan.set(2, new MoveList());
    assertEquals(1, plan.size());
    plan.clear(5);
    plan.clear(5);
    assertEquals(0, plan.size());
    plan.evict(3, 8, 1, 2);
    assertEquals(1, plan.size());
    plan.evict(3, 8, 1, -2);
    assertEquals(0, plan.size());
    plan.evict(3, 8, 1, 2);
    plan.evictNobody();
    assertEquals(0, plan.size());
  }

  @Test
  void evictionsAddUpByVictimAndZone() {
    EvacuationPlan plan = new EvacuationPlan();
    plan.set(4, moves(4, 1, 3));
    plan.evict(4, 8, 1, 2);
    plan.evict(4, 9, 1, 1);
    plan.evict(4, 8, 1, 1);
    plan.evict(4, 8, 2, 1);
    assertEquals(3, plan.evicts(4, 8, 1));
    assertEquals(1, plan.evicts(4, 8, 2));
    assertEquals(0, plan.evicts(3, 8, 1));
    plan.evict(4, 8, 1, -2);
    assertEquals(
        List.of(new Victim(8, 1, 1), new Victim(9, 1, 1), new Victim(8, 2, 1)), plan.evicts(4));
    assertTrue(plan.evictsOf(9));
    assertFalse(plan.evictsOf(7));
    plan.set(4, moves(4, 1, 1));
    assertFalse(plan.evicts(), "found anew: nobody is evicted");
  }

  @Test
  void movesOfWhatIsGoneAndTheirEvictionsGo() {
    EvacuationPlan plan = new EvacuationPlan();
    plan.move(0, 0, 1, 2);
    plan.move(0, 0, 2, 1);
    plan.evict(0, List.of(new Victim(8, 1, 1), new Victim(9, 2, 1)));
    plan.set(1, moves(1, 2, 1));
    plan.trim(new int[] {2, 0, 0});
    assertArrayEquals(new int[] {0, 0, 1, 2}, LoadedState.pairs(plan));
    assertEquals(List.of(new Victim(8, 1, 1)), plan.evicts(0));
    plan.trim(new int[] {0, 0, 0});
    assertEquals(0, plan.size());
  }

  @Test
  void aCopyStaysAsItWas() {
    EvacuationPlan plan = new EvacuationPlan();
    plan.set(4, moves(4, 1, 3));
    plan.evict(4, 8, 1, 2);
    EvacuationPlan before = plan.copy();
    assertFalse(plan.lacks(before));
    assertTrue(plan.sameEvictions(before));
    plan.evict(4, 8, 1, 1);
    assertFalse(plan.sameEvictions(before));
    assertFalse(before.sameEvictions(plan));
    plan.trim(new int[] {0, 0, 0, 0, 2});
    assertTrue(plan.lacks(before));
    assertFalse(before.lacks(plan));
    plan.clear();
    assertTrue(plan.lacks(before));
    plan.copy(before);
    assertArrayEquals(new int[] {4, 4, 1, 3}, LoadedState.pairs(plan));
    assertEquals(2, plan.evicts(4, 8, 1));
    assertTrue(plan.sameEvictions(before));
  }
}
