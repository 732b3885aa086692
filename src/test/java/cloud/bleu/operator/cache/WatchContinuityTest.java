package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.layers.OperatorLog;
import cloud.bleu.translate.zone.ObservedState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From when on a silence counts: after a start, a gap, a late answer, a jump of the clock. */
class WatchContinuityTest {

  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private Instant wall = BEGIN;
  private long nanos = 1_000;

  private final WatchContinuity continuity =
      new WatchContinuity(
          new Clock() {
            @Override
            public Instant instant() {
              return wall;
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              throw new UnsupportedOperationException();
            }
          },
          () -> nanos);

  @RegisterExtension private final OperatorLog said = OperatorLog.of(WatchContinuity.class);

  private void pass(int seconds) {
    wall = wall.plusSeconds(seconds);
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  private void answered(int seconds) {
    pass(seconds);
    continuity.answered(Duration.ofMillis(5));
  }

  @Test
  void countsFromTheStartOnWhileAnswersComeInTime() {
    continuity.begin();
    for (int i = 0; i < 100; i++) {
      answered(5);
    }
    assertEquals(new ObservedState(BEGIN, null), continuity.observed());
  }

  @Test
  void countsFromTheEndOfAGapOn() {
    continuity.begin();
    answered(5);
    answered(120);
    Instant back = BEGIN.plusSeconds(125);
    answered(5);
    assertEquals(back, continuity.observed().unbrokenSince());
  }

  @Test
  void countsFromNowOnWhileNoAnswerComes() {
    continuity.begin();
    pass(16);
    assertEquals(wall, continuity.observed().unbrokenSince());
    pass(1);
    assertEquals(wall, continuity.observed().unbrokenSince());
  }

  /** Between the last answer and the next one nothing could be recorded. */
  @Test
  void whatBeginsInAGapCountsFromItsEndOn() {
    continuity.begin();
    answered(5);
    Instant last = wall;
    assertEquals(last, continuity.observed().recordable(last));
    pass(60);
    assertEquals(wall, continuity.observed().recordable(last.plusSeconds(5)));
    answered(60);
    Instant back = wall;
    assertEquals(back, continuity.observed().recordable(last));
    assertEquals(back, continuity.observed().recordable(last.plusSeconds(119)));
    assertEquals(last.minusSeconds(1), continuity.observed().recordable(last.minusSeconds(1)));
    assertEquals(back.plusSeconds(1), continuity.observed().recordable(back.plusSeconds(1)));
    // Of what counts from then on a second gap takes nothing.
    answered(120);
    assertEquals(back, continuity.observed().recordable(back));
  }

  @Test
  void whatWasRecordedBeforeAGapCountsAsItIs() {
    continuity.begin();
    answered(5);
    pass(2);
    Instant began = wall;
    pass(1);
    continuity.recorded(Duration.ofMillis(5));
    answered(120);
    assertEquals(began, continuity.observed().recordable(began));
    pass(2);
    Instant next = wall;
    pass(30);
    // Who has waited for so long has it from a server that was away.
    continuity.recorded(Duration.ofMillis(5));
    continuity.recorded(Duration.ofSeconds(6));
    answered(1);
    assertEquals(wall, continuity.observed().recordable(next));
  }

  @Test
  void anAnswerThatIsLateCountsAsAGap() {
    continuity.begin();
    pass(6);
    continuity.answered(Duration.ofSeconds(6));
    assertEquals(BEGIN.plusSeconds(6), continuity.observed().unbrokenSince());
  }

  @Test
  void anOutageIsToldOnceAndItsEndOnce() {
    continuity.begin();
    pass(16);
    for (int i = 0; i < 60; i++) {
      continuity.observed();
      pass(1);
    }
    answered(1);
    answered(5);
    assertEquals(
        List.of(
            "the API server does not answer in time: what is silent does not count until it does",
            "the API server answers in time again: what is silent counts from now on"),
        said.lines());
  }

  @Test
  void anOutageThatNobodyAskedAboutIsOneLine() {
    continuity.begin();
    answered(5);
    answered(27);
    answered(5);
    assertEquals(
        List.of("the API server did not answer for 27 s: what is silent counts from now on"),
        said.lines());
  }

  /** A server that is slow for an hour. */
  @Test
  void lateAnswersAreToldOnceAndThatTheyComeInTimeAgainOnce() {
    continuity.begin();
    for (int i = 0; i < 300; i++) {
      pass(12);
      continuity.answered(Duration.ofSeconds(6));
      continuity.observed();
    }
    Instant last = wall;
    answered(5);
    answered(5);
    assertEquals(last, continuity.observed().unbrokenSince());
    assertEquals(
        List.of(
            "the API server does not answer in time: what is silent does not count until it does",
            "the API server answers in time again: what is silent counts from now on"),
        said.lines());
  }

  @Test
  void aJumpOfTheClockIsSeenEitherWay() {
    continuity.begin();
    answered(5);
    assertNull(continuity.observed().clockSince());
    wall = wall.plus(Duration.ofHours(1));
    assertEquals(wall, continuity.observed().clockSince());
    wall = wall.minus(Duration.ofHours(2));
    assertEquals(wall, continuity.observed().clockSince());
    answered(5);
    assertEquals(wall.minusSeconds(5), continuity.observed().clockSince());
  }

  @Test
  void aClockThatIsCorrectedByALittleDoesNotJump() {
    continuity.begin();
    for (int i = 0; i < 100; i++) {
      wall = wall.plusMillis(200);
      answered(5);
    }
    assertNull(continuity.observed().clockSince());
  }
}
