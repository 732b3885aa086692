package cloud.bleu.operator.pass;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.zone.ObservedState;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one process takes by observation, pass after pass, until statuses say so. */
class BoundedLossesTest {
  private static final Instant SINCE = Estates.NOW.minusSeconds(300);

  @RegisterExtension private final OperatorLog log = OperatorLog.of(BoundedLosses.class);

  /** The zone a is silent for as long as its workload waits, so many seconds ago. */
  private static Translation after(int seconds) {
    Estate estate =
        estate()
            .zone(
                zone("a").state(ZoneState.Active, SINCE).unhealthySince(SINCE),
                zone("b"),
                zone("c"))
            .workload(workload("web").failover(Duration.ofMinutes(5), Duration.ofMinutes(30)))
            .running("web", "a", 1)
            .build()
            .at(Estates.NOW.plusSeconds(seconds));
    return new Translation(
        estate, List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>());
  }

  private static List<AvailabilityZone> zones(String status) {
    return List.of(
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: AvailabilityZone
            metadata: {name: a}
            status: {%s}
            """
                .formatted(status),
            AvailabilityZone.class));
  }

  private static boolean isLeft(Translation bounded) {
    Health health = bounded.estate().zone("a").health();
    return !SINCE.plus(health.patience(Duration.ofMinutes(5))).isAfter(bounded.estate().now());
  }

  @Test
  void withoutABoundNothingIsTouched() {
    Translation translation = after(0);
    assertSame(
        translation,
        new BoundedLosses(null, () -> false).in(translation, zones(""), ObservedState.UNBROKEN));
  }

  @Test
  void whatIsTakenIsActedUponOnceItsStatusSaysSo() {
    BoundedLosses losses = new BoundedLosses(1, () -> true);
    assertTrue(!isLeft(losses.in(after(0), zones(""), ObservedState.UNBROKEN)));
    assertTrue(!isLeft(losses.in(after(2), zones(""), ObservedState.UNBROKEN)));
    String recorded =
        "observedLosses: [{sinceTime: '%s', takenTime: '%s'}]".formatted(SINCE, Estates.NOW);
    assertTrue(isLeft(losses.in(after(3), zones(recorded), ObservedState.UNBROKEN)));
    assertTrue(
        isLeft(
            new BoundedLosses(1, () -> true).in(after(4), zones(recorded), ObservedState.UNBROKEN)),
        "after a restart");
    assertEquals(List.of(), log.lines());
  }

  @Test
  void statusThatIsNotWrittenIsToldOnce() {
    BoundedLosses losses = new BoundedLosses(1, () -> true);
    for (int second = 0; second < 60; second++) {
      assertTrue(!isLeft(losses.in(after(second), zones(""), ObservedState.UNBROKEN)));
      assertEquals(second < 30 ? 0 : 1, log.lines().size(), "after " + second);
    }
    String told = log.lines().get(0);
    assertTrue(told.startsWith("zone a is lost by observation, and its status does not"), told);
  }

  /** The kind is older than the operator, until it is applied anew. */
  @Test
  void whatNoStatusCanSayIsNotTaken() {
    AtomicBoolean there = new AtomicBoolean();
    BoundedLosses losses = new BoundedLosses(1, there::get);
    for (int second = 0; second < 3; second++) {
      Translation bounded = losses.in(after(second), zones(""), ObservedState.UNBROKEN);
      assertTrue(!isLeft(bounded));
      assertEquals(1, bounded.estate().lossBudget().held(), "and it is counted at once");
      assertEquals(List.of(), bounded.estate().lossBudget().taken());
      assertEquals(
          Estates.NOW.plusSeconds(60),
          bounded.estate().lossBudget().waiting("a").until(),
          "it is looked at again");
    }
    assertEquals(1, log.lines().size());
    there.set(true);
    Translation taken = losses.in(after(60), zones(""), ObservedState.UNBROKEN);
    assertTrue(!isLeft(taken));
    assertEquals(1, taken.estate().lossBudget().taken().size());
  }
}
