package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * While a live drill has z3 left nobody is evicted: whom that keeps from a place in z1, which
 * {@code low} fills, and in z2, which has no room at all.
 */
class AwaitedEvictionTest {

  private static CycleScene scene(
      boolean drill, ZoneBuilder second, int priority, boolean preempts, String runs) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(4), second)
            .zone(drill ? zone("z3").leftFor("monday") : zone("z3").state(ZoneState.Drained))
            .workload(
                workload("a").replicas(4).priority(priority, preempts), workload("low").replicas(4))
            .running("low", "z1", 4)
            .placement(CycleScene.placement("a", runs, runs));
    return new CycleScene(estate);
  }

  private static AwaitedEviction awaited(CycleScene scene) {
    return new AwaitedEviction(
        scene.state,
        scene.placer,
        scene.ladder,
        new Growth(scene.state, scene.placer, scene.ladder));
  }

  /** {@code a} has no place for so many replicas, which come together or one by one. */
  @ParameterizedTest
  @CsvSource({
    // drill, priority, preempts, replicas, together: whether an eviction is awaited
    "true, 10, true, 4, true, true",
    "true, 10, true, 4, false, true",
    // more than there is room for if all gave way: none of them, or some
    "true, 10, true, 5, true, false",
    "true, 10, true, 5, false, true",
    "true, 10, true, 0, false, false",
    // no drill: what may be evicted is evicted
    "false, 10, true, 4, true, false",
    // who may evict nobody awaits nothing
    "true, 10, false, 4, true, false",
    "true, 0, true, 4, true, false",
    "true, 0, true, 4, false, false",
  })
  void missingReplicas(
      boolean drill,
      int priority,
      boolean preempts,
      int missing,
      boolean together,
      boolean awaits) {
    CycleScene scene = scene(drill, zone("z2").cpu(0), priority, preempts, "0 0 0");
    WorkloadState a = scene.turnOf("a");
    Displacement nobody = Displacement.of(scene.state, a);
    assertEquals(awaits, awaited(scene).isAwaited(a, nobody, missing, together));
    assertEquals("0 0 0", scene.counts("a"), "a question changes nothing");
    assertEquals("4 0 0", scene.counts("low"));
  }

  /** Replicas that had to leave their zone, found no place, and are back there. */
  @ParameterizedTest
  @CsvSource({
    // z2 is drained for another reason than the drill, which has z3 left
    "0 2 0, true",
    "0 0 2, false",
    "0 1 1, true",
  })
  void displacedReplicas(String runs, boolean awaits) {
    CycleScene scene = scene(true, zone("z2").state(ZoneState.Drained), 10, true, runs);
    WorkloadState a = scene.turnOf("a");
    Displacement displacement = Displacement.of(scene.state, a);
    assertEquals(2, displacement.total());
    displacement.putBack(2);
    assertEquals(awaits, awaited(scene).isAwaited(a, displacement, 0, false));
    assertEquals(runs, scene.counts("a"), "a question changes nothing");
  }

  /** What is displaced and has a place is no longer in its zone, so nothing keeps it from one. */
  @Test
  void whatFoundAPlaceAwaitsNothing() {
    CycleScene scene = scene(true, zone("z2").state(ZoneState.Drained), 10, true, "0 2 0");
    WorkloadState a = scene.turnOf("a");
    Displacement displacement = Displacement.of(scene.state, a);
    assertEquals(false, awaited(scene).isAwaited(a, displacement, 0, false));
  }

  /** The only zone that may take one more, for now. */
  @ParameterizedTest
  @CsvSource({"10, true, true", "10, false, false", "0, true, false"})
  void oneMore(int priority, boolean preempts, boolean awaits) {
    CycleScene scene = scene(true, zone("z2").cpu(0), priority, preempts, "0 0 0");
    assertEquals(awaits, awaited(scene).isAwaited(scene.turnOf("a")));
  }

  @Test
  void saysWhichDrillAndThatItPasses() {
    Decision.Reason reason =
        AwaitedEviction.reason(new Zone.Drill("monday", null, null, ZoneState.Active));
    assertEquals(ReasonCode.EvictionAwaited.name(), reason.code());
    assertTrue(reason.message().contains("monday"), reason.message());
    assertTrue(reason.canPassByItself(), "it passes by itself");
  }
}
