package cloud.bleu.status.loss;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.ObservedLoss;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Taken;
import cloud.bleu.placement.estate.LossBudget.Waiting;
import cloud.bleu.placement.estate.LossBudget.Why;
import cloud.bleu.placement.model.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a zone says of the bound of losses that are taken by observation. */
class LossWordsTest {

  private static final Instant SINCE = NOW.minusSeconds(600);

  private static LossWords words(LossBudget budget, String zone) {
    return new LossWords(estate().zones(9, "a", "b").losses(budget).build(), zone);
  }

  @Test
  void whoWaitsSaysForWhatAndWhatToDo() {
    LossBudget budget =
        new LossBudget(
            1,
            1,
            List.of(
                new Taken("z", SINCE, NOW.minusSeconds(300)),
                new Taken("c", SINCE, NOW.minusSeconds(7_200))),
            List.of(new Waiting("a", Why.BoundReached, NOW.plusSeconds(3_300))));
    assertEquals(
        "the operator takes at most 1 loss of zones by observation in an hour"
            + " (--max-observed-losses), and took z; nothing is moved for this zone before"
            + " 2026-03-01T12:55:00Z; set the annotation placement.bleu.cloud/incident to Lost on it"
            + " if it is lost, or wait until then",
        words(budget, "a").beyond());
    assertNull(words(budget, "b").beyond());
    assertNull(words(null, "a").beyond());
  }

  @Test
  void whereNoneIsTakenAPersonDecides() {
    assertEquals(
        "the operator takes no loss of a zone by observation (--max-observed-losses 0), so nothing"
            + " is moved for this zone; set the annotation placement.bleu.cloud/incident to Lost on"
            + " it if it is lost",
        words(
                new LossBudget(0, 0, List.of(), List.of(new Waiting("a", Why.BoundReached, null))),
                "a")
            .beyond());
  }

  @Test
  void whatWasTakenStandsInTheStatusAsFarAsItHasRoom() {
    LossBudget many =
        new LossBudget(
            100,
            100,
            IntStream.range(0, 101)
                .mapToObj(i -> new Taken("a", SINCE.plusSeconds(i), NOW))
                .toList(),
            List.of());
    List<ObservedLoss> taken = words(many, "a").taken();
    assertEquals(100, taken.size());
    assertEquals(new ObservedLoss("2026-03-01T11:50:01Z", "2026-03-01T12:00:00Z"), taken.get(0));
    assertEquals(List.of(), words(many, "b").taken());
    assertEquals(List.of(), words(null, "a").taken());
  }

  /** What it waits for the bound is not what its own spec asks for. */
  @Test
  void zoneSpeaksOfItsOwnWaitOnly() {
    Zone bounded =
        zone("a")
            .unhealthySince(SINCE)
            .silentAfter(Duration.ofMinutes(2))
            .patience(Duration.ofHours(1))
            .build();
    Estate of =
        estate()
            .losses(
                new LossBudget(
                    0,
                    0,
                    List.of(),
                    List.of(new Waiting("a", Why.BoundReached, null, Duration.ofMinutes(2)))))
            .build();
    assertEquals(Duration.ofMinutes(2), new LossWords(of, "a").asStated(bounded).health().after());
    assertEquals(bounded, new LossWords(of.withLossBudget(null), "a").asStated(bounded));
  }

  /**
   * Of a zone that was taken the wait is its own, but until that is recorded. Where only probes
   * speak for it that is longer than it states.
   */
  @Test
  void zoneThatWasTakenSpeaksOfWhatIsSeen() {
    List<Taken> taken = List.of(new Taken("a", SINCE, NOW));
    LossWords words = words(new LossBudget(1, 1, taken, List.of()), "a");
    Zone probed =
        zone("a")
            .unhealthySince(SINCE)
            .silentAfter(Duration.ofMinutes(2))
            .patience(Duration.ofMinutes(9))
            .build();
    Zone held = probed.withHealth(probed.state(), null, probed.health().held());
    Zone unrecorded =
        probed.withHealth(probed.state(), null, probed.health().after(LossBudget.NEVER));
    assertEquals(probed, words.asStated(probed));
    assertEquals(held, words.asStated(held));
    for (Why why : List.of(Why.Recording, Why.NotRecorded)) {
      LossWords waits =
          words(
              new LossBudget(
                  1, 1, taken, List.of(new Waiting("a", why, null, Duration.ofMinutes(9)))),
              "a");
      assertEquals(probed, waits.asStated(unrecorded));
      assertNull(waits.beyond());
      assertEquals(why == Why.NotRecorded, waits.unrecorded() != null);
    }
    assertNull(words.unrecorded());
  }

  @Test
  void whatNobodySawBeginSaysOnlyWhenItWasTaken() {
    assertEquals(
        List.of(new ObservedLoss(null, "2026-03-01T12:00:00Z")),
        words(new LossBudget(1, 1, List.of(new Taken("a", null, NOW)), List.of()), "a").taken());
  }
}
