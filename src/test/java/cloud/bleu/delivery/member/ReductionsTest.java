package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.member.Reductions.Reduction;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.Absence;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas that were asked to go count as gone until the object shows what became of them. */
class ReductionsTest {
  private final Reductions reductions = new Reductions();
  private final BleuWorkload workload = workload("w");

  /** Of three replicas that stand there. */
  @ParameterizedTest
  @CsvSource({
    "decided, 1, 1",
    "decided, 3, 3",
    "decided, 5, 3",
    "decided, 0, 0",
    "standing, 2, 2",
    "standing, 3, 3",
    "absence, 0, 0",
    "new, 1, 3",
  })
  void countsWhatIsLeft(String how, int replicas, int counted) {
    ZoneObservation seen = seen("1");
    Reduction one = reductions.handedOver(workload, desired(how, replicas, seen));
    assertEquals(counted == 3, one == null);
    ZoneObservation left = reductions.counted(seen);
    assertEquals(counted, left.available());
    assertEquals(counted, left.assured());
  }

  /** As long as the same version is seen it is open; another version shows what became of it. */
  @Test
  void anotherVersionEndsIt() {
    reductions.handedOver(workload, desired("decided", 1, seen("1")));
    assertEquals(1, reductions.counted(seen("1")).available());
    assertEquals(1, reductions.counted(seen("1")).available());
    assertEquals(3, reductions.counted(seen("2")).available());
    assertNull(reductions.of(seen("1")), "it is over for good");
  }

  /** What was asked before stands where a later order was not handed over. */
  @Test
  void whatIsWithdrawnLeavesTheOneBefore() {
    Reduction first = reductions.handedOver(workload, desired("decided", 2, seen("1")));
    Reduction second = reductions.handedOver(workload, desired("decided", 1, seen("1")));
    assertEquals(1, reductions.counted(seen("1")).available());
    reductions.withdraw(second);
    assertSame(first, reductions.of(seen("1")));
    assertEquals(2, reductions.counted(seen("1")).available());
    reductions.withdraw(first);
    assertEquals(3, reductions.counted(seen("1")).available());
    reductions.withdraw(null);
  }

  /** Another version has shown what became of both: the one before does not come back. */
  @Test
  void whatIsWithdrawnLateBringsNothingBack() {
    reductions.handedOver(workload, desired("decided", 2, seen("1")));
    Reduction second = reductions.handedOver(workload, desired("decided", 1, seen("1")));
    assertEquals(3, reductions.counted(seen("2")).available());
    reductions.withdraw(second);
    assertEquals(3, reductions.counted(seen("1")).available());
  }

  /** An answer to an order that was overtaken ends nothing. */
  @Test
  void onlyItsOwnAnswerEndsAnOrder() {
    Reduction first = reductions.handedOver(workload, desired("decided", 2, seen("1")));
    Reduction second = reductions.handedOver(workload, desired("decided", 1, seen("1")));
    reductions.drop(first);
    assertSame(second, reductions.of(seen("1")));
    reductions.withdraw(first);
    assertSame(second, reductions.of(seen("1")));
    reductions.drop(second);
    assertNull(reductions.of(seen("1")));
  }

  @Test
  void whatIsGoneIsForgotten() {
    assertNotNull(reductions.handedOver(workload, desired("absence", 0, seen("1"))));
    reductions.forgetWorkload("n", "other");
    reductions.forget("another");
    assertEquals(0, reductions.counted(seen("1")).available());
    reductions.forgetWorkload("n", "w");
    assertEquals(3, reductions.counted(seen("1")).available());
    assertNotNull(reductions.handedOver(workload, desired("absence", 0, seen("1"))));
    reductions.forget("u");
    assertEquals(3, reductions.counted(seen("1")).available());
  }

  private static ZoneDesired desired(String how, int replicas, ZoneObservation seen) {
    ZoneManifest manifest =
        new ZoneManifest("z", "w-z", replicas, new ConfigMapBuilder().build(), "t");
    return switch (how) {
      case "decided" -> new DecidedManifest(manifest, replicas, seen);
      case "standing" -> new StandingManifest(seen, replicas);
      case "absence" -> new Absence(seen);
      default -> new DecidedManifest(manifest, replicas, null);
    };
  }

  private static ZoneObservation seen(String version) {
    HasMetadata object =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("w-z")
            .withUid("u")
            .withResourceVersion(version)
            .endMetadata()
            .build();
    return new ZoneObservation(object, "z", false, "t", 3, 3, 3, 3, true, false);
  }

  private static BleuWorkload workload(String name) {
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(new ObjectMetaBuilder().withNamespace("n").withName(name).build());
    return workload;
  }
}
