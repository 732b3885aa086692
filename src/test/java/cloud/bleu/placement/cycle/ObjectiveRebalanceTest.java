package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moves for the objective, made and not made. */
class ObjectiveRebalanceTest {

  /**
   * Would move from {@code z2} to {@code z1}, which is cheaper, but for {@code x} that it prefers
   * to be near: that was tried, and nothing is left of it. At the loss of {@code z2} it goes to
   * {@code z4}, though nobody would choose that now.
   */
  @Test
  void aMoveThatIsNotWorthItLeavesNothing() {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(
                    zone("z1").cost(10, 10),
                    zone("z2").cost(90, 90),
                    zone("z3").cost(10, 10),
                    zone("z4").cost(99, 99))
                .workload(
                    workload("a")
                        .objective(Workload.Objective.Cost)
                        .rebalance(Workload.Rebalance.Mode.Continuous, 2)
                        .affinity("x", Scope.ZONE, false)
                        .tolerate(Scope.ZONE),
                    workload("x").only("z2"))
                .placement(
                    new Placement(
                        Estates.id("a"),
                        null,
                        List.of(Assignment.of("z2", 1)),
                        List.of(
                            new Contingency(
                                new Contingency.Event(Scope.ZONE, "z2"),
                                List.of(new Contingency.Move("z2", "z4", 1)),
                                List.of(),
                                0)),
                        0))
                .placement(CycleScene.placement("x", "0 1", "0 1")));
    WorkloadState a = scene.of("a");
    new WorkloadTurn(scene.state, scene.placer).decide(a);
    assertEquals("0 1 0 0", CycleScene.text(a.counts()));
    EvacuationPlan evacuation = a.evacuation();
    assertEquals(1, evacuation.size());
    assertEquals(1, evacuation.movesAt(0).into(3), "still to z4");
    assertEquals(0, a.moved().size());
    assertEquals(false, a.notes().shifted());
    for (int z = 0; z < 4; z++) {
      assertEquals(false, scene.state.grown.holds(z));
    }
  }

  /**
   * From {@code z2} to {@code z3} with a move of the hour, while {@code z1} is full: a gain is
   * measured against the cheapest zone that {@code a} may use and that costs anything.
   */
  @ParameterizedTest
  @CsvSource({
    // price of z1, z2 and z3, and whether it may use z1
    "100, 200, 195, z1 z2 z3, 0 1 1",
    "100, 200, 196, z1 z2 z3, 0 2 0",
    "20, 200, 199, z1 z2 z3, 0 1 1",
    "21, 200, 199, z1 z2 z3, 0 2 0",
    "100, 200, 195, z2 z3, 0 2 0",
    "100, 200, 190, z2 z3, 0 1 1",
    "0, 200, 199, z1 z2 z3, 0 2 0",
    "0, 200, 190, z1 z2 z3, 0 1 1",
    "0, 1, 0, z1 z2 z3, 0 1 1",
    "0, 0, 0, z1 z2 z3, 0 2 0",
  })
  void aGainIsMeasuredAgainstTheCheapestAllowedZone(
      int first, int second, int third, String allowed, String counts) {
    assertEquals(counts, moved(zone("z1").cpu(1).cost(first, 0), second, third, allowed));
  }

  /** A move that evens two zones is worth it however many replicas there are. */
  @ParameterizedTest
  @CsvSource({
    "10, 1000, 5 5",
    "38, 1000, 19 19",
    "39, 1000, 20 19",
    "1000, 1000, 500 500",
    "100, 3, 97 3"
  })
  void zonesAreEvenedHoweverManyReplicasThereAre(int replicas, int moves, String counts) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zones(1000, "z1", "z2")
                .workload(
                    workload("a")
                        .replicas(replicas)
                        .rebalance(Workload.Rebalance.Mode.Continuous, moves))
                .running("a", "z1", replicas));
    WorkloadState a = scene.of("a");
    new WorkloadTurn(scene.state, scene.placer).decide(a);
    assertEquals(counts, CycleScene.text(a.counts()));
  }

  /** A zone that takes nothing now is the measure all the same, also where its nodes are why. */
  @Test
  void theMeasureIsTheSameWhateverTheStateOfTheCheapestZone() {
    String all = "z1 z2 z3";
    ZoneBuilder cordoned = zone("z1").cpu(1).cost(100, 0).state(ZoneState.Cordoned);
    assertEquals("0 1 1", moved(cordoned, 200, 195, all));
    ZoneBuilder full = zone("z1").nodes(9, 0).cost(100, 0);
    assertEquals("0 1 1", moved(full, 200, 195, all), "foreign pods have all that its nodes have");
    ZoneBuilder none = zone("z1").cpu(0).cost(100, 0);
    assertEquals("0 1 1", moved(none, 200, 195, all), "all its nodes are cordoned");
  }

  /** Nothing moves for a price to a zone that came back just now. */
  @Test
  void aZoneThatCameBackJustNowWaits() {
    ZoneBuilder first = zone("z1").cost(100, 0);
    assertEquals("1 1 0", moved(first, 200, 200, "z1 z2"));
    ZoneBuilder back = zone("z1").cost(100, 0).since(Estates.NOW.minusSeconds(60));
    assertEquals("0 2 0", moved(back, 200, 200, "z1 z2"));
  }

  private static String moved(ZoneBuilder first, int second, int third, String allowed) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(first, zone("z2").cost(second, 0), zone("z3").cost(third, 0))
                .workload(
                    workload("a")
                        .replicas(2)
                        .only(allowed.split(" "))
                        .objective(Workload.Objective.Cost)
                        .rebalance(Workload.Rebalance.Mode.Continuous, 1),
                    workload("b").only("z1"))
                .placement(CycleScene.placement("a", "0 2", "0 2"))
                .placement(CycleScene.placement("b", "1", "1")));
    new WorkloadTurn(scene.state, scene.placer).decide(scene.of("a"));
    return scene.counts("a");
  }

  /**
   * A replica in each region: within the first one 50 of 100 can be saved, within the second 400 of
   * 1,000. The hour has one move.
   */
  @Test
  void theMoveThatSavesMostGoesFirst() {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(
                    zone("z1").region("r1").cost(100, 0),
                    zone("z2").region("r2").cost(1000, 0),
                    zone("z3").region("r1").cost(50, 0),
                    zone("z4").region("r2").cost(600, 0))
                .workload(
                    workload("a")
                        .replicas(2)
                        .spread(Scope.REGION, 2, null, 1, true)
                        .objective(Workload.Objective.Cost)
                        .rebalance(Workload.Rebalance.Mode.Continuous, 1))
                .placement(CycleScene.placement("a", "1 1", "1 1")));
    new WorkloadTurn(scene.state, scene.placer).decide(scene.of("a"));
    assertEquals("1 0 0 1", scene.counts("a"));
  }

  /**
   * Ten zones in use and ninety that are free and cheaper, each by more than the one before: of 900
   * moves that are worth it the best one is tried first, and no other.
   */
  @Test
  void theBestMoveIsTriedFirst() {
    EstateBuilder estate = estate();
    List<Assignment> running = new ArrayList<>();
    for (int z = 0; z < 100; z++) {
      String name = "z" + (100 + z);
      estate.zone(zone(name).cost(z < 10 ? 1000 + z : 1000 - 5L * z, 0));
      if (z < 10) {
        running.add(Assignment.of(name, 1));
      }
    }
    CycleScene scene =
        new CycleScene(
            estate
                .workload(
                    workload("a")
                        .replicas(10)
                        .objective(Workload.Objective.Cost)
                        .rebalance(Workload.Rebalance.Mode.Continuous, 1))
                .placement(new Placement(Estates.id("a"), null, running, List.of(), 0)));
    WorkloadState a = scene.of("a");
    long steps = scene.state.steps.left(a.compiled.number);
    new WorkloadTurn(scene.state, scene.placer).decide(a);
    assertEquals(0, a.replicas(9), "the dearest");
    assertEquals(1, a.replicas(99), "the cheapest");
    assertEquals(2, steps - scene.state.steps.left(a.compiled.number), "steps of one trial");
  }
}
