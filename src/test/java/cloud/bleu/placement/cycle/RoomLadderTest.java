package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Room is taken in this order: free room; the reserve of lower priorities; with preemption, the
 * room of lower priorities at the loss; and now. Never the room of an equal.
 */
class RoomLadderTest {

  /**
   * Two zones of 4 cpu. {@code low} has one replica in z1 and one in z2, each with its reserve in
   * the other; {@code a} has nothing yet.
   */
  private static CycleScene reserved(WorkloadBuilder a) {
    EstateBuilder estate =
        estate().zones(4, "z1", "z2").workload(workload("low").replicas(2).tolerate(Scope.ZONE), a);
    CycleScene scene = new CycleScene(estate.placement(CycleScene.placement("low", "1 1", "1 1")));
    WorkloadState low = scene.turnOf("low");
    scene.placer.start(low);
    assertTrue(scene.placer.place(0), "the reserve of who is placed already");
    scene.placer.adopt(low);
    scene.state.enter(low);
    return scene;
  }

  @ParameterizedTest
  @CsvSource({
    // priority of a, whether it preempts, replicas that it asks: placed, low reserved and running
    "10, true, 4, true, true, 2",
    "10, false, 4, true, true, 2",
    "0, true, 4, true, true, 2",
    // free room is 4: one more takes the reserve
    "10, false, 5, true, false, 2",
    "10, false, 6, true, false, 2",
    "10, true, 6, true, false, 2",
    "0, true, 5, false, true, 2",
    "0, false, 5, false, true, 2",
    // all room is 8: what runs gives way to who preempts only
    "10, false, 7, false, true, 2",
    "10, true, 7, true, false, 1",
    "10, true, 8, true, false, 0",
    "10, true, 9, false, true, 2",
    "0, true, 7, false, true, 2",
  })
  void inOrder(
      int priority, boolean preempts, int replicas, boolean placed, boolean reserve, int runs) {
    CycleScene scene = reserved(workload("a").replicas(replicas).priority(priority, preempts));
    WorkloadState low = scene.of("low");
    assertTrue(low.reserved());
    assertEquals(2, low.evacuation().size(), "a reserve for the loss of each zone");
    WorkloadState a = scene.turnOf("a");
    assertEquals(placed, scene.ladder.place(scene.placer, a, replicas));
    assertEquals(placed ? replicas : 0, a.total());
    assertEquals(runs, low.total());
    assertEquals(reserve, low.reserved() && low.evacuation().size() == 2, "the reserve of low");
    assertFalse(a.reserved(), "it is left out of the room");
    scene.state.enter(a);
    for (int z = 0; z < 2; z++) {
      assertTrue(scene.state.ledger.within(a.compiled, z), "zone " + z + " holds what it has");
    }
  }

  /** Two zones of 2 cpu; {@code low} runs in z2, {@code a} in z1 asks to survive its loss. */
  private static CycleScene atLoss(WorkloadBuilder low, WorkloadBuilder a) {
    return new CycleScene(
        estate()
            .zones(2, "z1", "z2")
            .workload(low.replicas(2), a.tolerate(Scope.ZONE))
            .running("low", "z2", 2));
  }

  /** What runs is evicted only if the loss happens, where that is enough. */
  @ParameterizedTest
  @CsvSource({
    // of low and of a the priority, whether a preempts, its replicas: placed, promised to it
    "0, 10, true, 1, true, 1",
    "0, 10, true, 2, true, 2",
    "0, 10, false, 1, false, 0",
    "10, 10, true, 1, false, 0",
    "11, 10, true, 1, false, 0",
  })
  void thenEvictionsAtTheLoss(
      int low, int priority, boolean preempts, int replicas, boolean placed, int promised) {
    CycleScene scene =
        atLoss(
            workload("low").priority(low),
            workload("a").only("z1", "z2").replicas(replicas).priority(priority, preempts));
    WorkloadState a = scene.turnOf("a");
    assertEquals(placed, scene.ladder.place(scene.placer, a, replicas));
    assertEquals(placed ? replicas + " 0" : "0 0", scene.counts("a"));
    assertEquals("0 2", scene.counts("low"), "nobody is evicted now");
    assertEquals(promised, scene.promised("a"));
  }

  @Test
  void whoIsSuspendedOrDecidedGivesNothing() {
    CycleScene suspended = atLoss(workload("low").suspended(), workload("a").priority(10));
    assertFalse(suspended.ladder.place(suspended.placer, suspended.turnOf("a"), 1));
    CycleScene decided = atLoss(workload("low"), workload("a").priority(10));
    decided.of("low").turnRole().takeTurn();
    assertFalse(decided.ladder.place(decided.placer, decided.turnOf("a"), 1));
  }

  /** One zone of 4 cpu is full of two workloads; {@code a} has a higher priority than both. */
  @ParameterizedTest
  @CsvSource({
    // priorities of b and c, replicas of a: what is left of b and of c
    "1, 2, 1, 1, 2",
    "1, 2, 2, 0, 2",
    "1, 2, 3, 0, 1",
    "2, 1, 1, 2, 1",
    "2, 1, 3, 1, 0",
    "2, 1, 4, 0, 0",
    // of equals, the first name
    "1, 1, 1, 1, 2",
    "1, 1, 3, 0, 1",
    // of the priority of a: it keeps what it has
    "1, 10, 2, 0, 2",
    "1, 10, 3, 2, 2",
  })
  void thenEvictionsNowTheLowestFirst(int b, int c, int replicas, int leftOfB, int leftOfC) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zones(4, "z1")
                .workload(
                    workload("a").replicas(replicas).priority(10),
                    workload("b").replicas(2).priority(b),
                    workload("c").replicas(2).priority(c))
                .running("b", "z1", 2)
                .running("c", "z1", 2));
    boolean fits = leftOfB + leftOfC + replicas <= 4;
    assertEquals(fits, scene.ladder.place(scene.placer, scene.turnOf("a"), replicas));
    assertEquals(leftOfB + " " + leftOfC, scene.counts("b") + " " + scene.counts("c"));
    assertEquals(Integer.toString(fits ? replicas : 0), scene.counts("a"));
    // Out of the room as it is, the workload sees what it has taken, and no more.
    WorkloadState a = scene.of("a");
    assertEquals(a.total(), scene.state.ledger.fitUsed(a.compiled, 0, 9, false));
  }

  /** Of one priority, whoever has fewest replicas goes first: fewest are disturbed. */
  @ParameterizedTest
  @CsvSource({"1, 3, 0 3", "3, 1, 3 0"})
  void ofEqualsWhoHasFewest(int b, int c, String left) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zones(4, "z1")
                .workload(
                    workload("a").priority(10),
                    workload("b").replicas(b),
                    workload("c").replicas(c))
                .running("b", "z1", b)
                .running("c", "z1", c));
    assertTrue(scene.ladder.place(scene.placer, scene.turnOf("a"), 1));
    assertEquals(left, scene.counts("b") + " " + scene.counts("c"));
  }

  /** While a live drill has zones left nobody is evicted now; that it is so is said. */
  @ParameterizedTest
  @CsvSource({
    // whether a drill is under way, whether a preempts, its replicas: placed, would evict
    "false, true, 1, true, false",
    "true, true, 1, false, true",
    "true, false, 1, false, false",
    "true, true, 5, false, false",
    "false, true, 5, false, false",
  })
  void aLiveDrillEvictsNobodyNow(
      boolean drill, boolean preempts, int replicas, boolean placed, boolean would) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(4), drill ? zone("z2").leftFor("monday") : zone("z2").cpu(0))
            .workload(
                workload("a").replicas(replicas).priority(10, preempts),
                workload("low").replicas(4))
            .running("low", "z1", 4);
    CycleScene scene = new CycleScene(estate);
    WorkloadState a = scene.turnOf("a");
    assertEquals(!drill, scene.state.evictions.evictsNow());
    RoomLadder.Search search =
        victims -> {
          scene.placer.start(a);
          boolean found = scene.placer.place(replicas);
          if (found) {
            scene.placer.adopt(a);
          }
          return found;
        };
    assertEquals(would, scene.ladder.wouldEvict(List.of(a), search));
    assertEquals("0 0", scene.counts("a"), "a question changes nothing");
    assertEquals("4 0", scene.counts("low"));
    assertEquals(placed, scene.ladder.place(scene.placer, a, replicas));
    assertEquals(placed ? "3 0" : "4 0", scene.counts("low"));
  }

  /** As if all that a workload might take were free: the room that it sees, in one zone of 4. */
  @ParameterizedTest
  @CsvSource({
    // priority of who runs, of who asks, whether that preempts: how many fit
    "0, 10, true, 4",
    "0, 10, false, 1",
    "10, 10, true, 1",
    "11, 10, true, 1",
  })
  void asIfLowerPrioritiesWereGone(int low, int priority, boolean preempts, int fit) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zones(4, "z1")
                .workload(
                    workload("a").priority(priority, preempts),
                    workload("low").replicas(3).priority(low),
                    workload("lowest").replicas(1).priority(-5))
                .running("low", "z1", 3));
    WorkloadState a = scene.turnOf("a");
    assertEquals(
        fit, scene.ladder.vacated(a, () -> scene.state.ledger.fitUsed(a.compiled, 0, 9, false)));
    assertEquals(1, scene.state.ledger.fitUsed(a.compiled, 0, 9, false), "all is as before");
  }
}
