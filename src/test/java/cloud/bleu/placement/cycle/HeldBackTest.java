package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A turn of one that is held back, which runs in {@code z1} with two of the five replicas that it
 * is to have, and needs another near it. It says first why it lacks what it may have.
 */
class HeldBackTest {
  @ParameterizedTest
  @CsvSource({
    "Active, 9, 2 0, 2 0, false, AffinityUnsatisfiable, 2 0",
    "Active, 9, 2 0, 2 0, true, SurvivalUnsatisfiable, 2 0",
    "Drained, 9, 2 0, 2 0, false, AffinityUnsatisfiable, 0 2",
    "Drained, 1, 2 0, 2 0, false, InsufficientCapacity, 2 0",
    "Lost, 9, 1 1, 1 1, false, StaysDown, 0 1",
  })
  void itSaysWhatItLacks(
      ZoneState state, int room, String x, String home, boolean forRoom, String code, String then) {
    CycleScene scene =
        new CycleScene(
            estate()
                .zone(zone("z1").region("r").cpu(9).state(state), zone("z2").region("r").cpu(room))
                .workload(
                    workload("a")
                        .replicas(5)
                        .affinity("b", Scope.REGION, true)
                        .tolerate(Scope.ZONE, 0, Workload.Recover.None, false),
                    workload("b"))
                .placement(CycleScene.placement("a", x, home))
                .running("b", "z2", 1));
    if (state == ZoneState.Lost) {
      scene.state.change(scene.of("a"), 0, -1);
    }
    scene.of("a").turnRole().refute(!forRoom, forRoom);
    scene.of("a").turnRole().holdBack();
    Decision.Outcome outcome = new WorkloadTurn(scene.state, scene.placer).decide(scene.of("a"));
    assertEquals(code, ((Decision.Outcome.PartlyPlaced) outcome).reason().code());
    assertEquals(then, scene.counts("a"));
  }
}
