package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.ledger.LedgerConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends the sleep of the placement loop, and which of several reasons goes first. */
class LoopSleepTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final FaultPause NONE = new FaultPause(System::nanoTime);
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // woken, told to settle, next in ms, retries allowed, retry in ms, over: what there is to
        // do
        "true, false, 60000, true, -, false, PASS",
        "false, true, 60000, true, -, false, SETTLE",
        "false, false, 0, true, -, false, PASS",
        "false, false, -1, true, -, false, PASS",
        "false, false, 60000, true, 0, false, RETRY",
        "false, false, 60000, true, -, true, PASS",
        // A pass does all of it.
        "true, true, 60000, true, 0, false, PASS",
        "false, true, 0, true, 0, false, PASS",
        // What was refused goes before what is only to be let go of.
        "false, true, 60000, true, 0, false, RETRY",
        // Before the first pass neither.
        "true, true, 60000, false, 0, false, PASS",
      })
  void whatThereIsToDo(
      boolean woken,
      boolean settle,
      long next,
      boolean retries,
      @Nullable Long retry,
      boolean over,
      LoopSleep.End expected) {
    LoopSleep sleep =
        new LoopSleep(
            clock,
            NONE,
            () -> retries,
            () -> retry == null ? null : Duration.ofMillis(retry),
            () -> over);
    if (woken) {
      sleep.wake();
    }
    if (settle) {
      sleep.settle();
    }
    assertEquals(expected, until(sleep, NOW.plusMillis(next)));
  }

  @ParameterizedTest
  @CsvSource({
    // the pass before took, so long ago in ms: gathered for so long
    "0, 0, 20",
    "5, 0, 20",
    "21, 0, 21",
    "700, 0, 700",
    "700, 300, 400",
    "700, 690, 20",
    "1000, 0, 1000",
    "60000, 0, 1000",
    "60000, 900, 100",
    // After a quiet time nobody waits.
    "60000, 3600000, 20",
  })
  void changesAreGatheredUntilThePauseIsAsLongAsThePassBefore(long took, long ago, long gathered) {
    assertEquals(
        Duration.ofMillis(gathered),
        LoopSleep.gather(Duration.ofMillis(took), Duration.ofMillis(ago)));
  }

  @Test
  void sleepsUntilItIsTimeForARetry() {
    AtomicReference<Duration> retry = new AtomicReference<>(Duration.ofMillis(5));
    LoopSleep sleep =
        new LoopSleep(clock, NONE, () -> true, () -> retry.getAndSet(Duration.ZERO), () -> false);
    assertEquals(LoopSleep.End.RETRY, until(sleep, TOMORROW));
  }

  /** After a refusal: what changes is taken in with the next try, and only relief hastens it. */
  @ParameterizedTest
  @CsvSource({
    // what happens, a retry in ms: what there is to do
    "wake, , WAITS",
    "settle, , WAITS",
    "wake, 0, WAITS",
    "hurry, , PASS",
    "over, , PASS",
  })
  void whereChangesAreNotHeededOnlyReliefEndsIt(
      String what, @Nullable Long retry, String expected) {
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    AtomicInteger looks = new AtomicInteger();
    Clock moving =
        new Clock() {
          @Override
          public Instant instant() {
            // The second look at it is after the time of the next try.
            return looks.incrementAndGet() == 1 ? NOW : now.get();
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    FaultPause refused = new FaultPause(() -> 0);
    refused.begin(new LedgerConflictException(new IllegalStateException("made up")));
    LoopSleep sleep =
        new LoopSleep(
            moving,
            refused,
            () -> false,
            () -> retry == null ? null : Duration.ofMillis(retry),
            () -> what.equals("over"));
    switch (what) {
      case "wake" -> sleep.wake();
      case "settle" -> sleep.settle();
      case "hurry" -> sleep.retryRefused();
      default -> {}
    }
    now.set(NOW.plusSeconds(60));
    assertEquals(LoopSleep.End.PASS, until(sleep, NOW.plusMillis(1)));
    assertEquals(expected.equals("WAITS") ? 2 : 0, looks.get(), "looks at the clock");
  }

  /** However long the clock that was set back needs until the time of the next try. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pauseIsOverInItsTimeWhereTheClockIsSetBack(boolean changed) {
    AtomicLong nanos = new AtomicLong();
    FaultPause refused = new FaultPause(nanos::get);
    Duration retry =
        refused.begin(new LedgerConflictException(new IllegalStateException("made up")));
    LoopSleep sleep = new LoopSleep(clock, refused, () -> false, () -> null, () -> false);
    Instant next = NOW.plus(Duration.ofHours(2)).plus(retry);
    if (changed) {
      sleep.wake();
    }
    assertFalse(refused.heedsChanges());
    nanos.addAndGet(retry.toNanos());
    assertTrue(refused.heedsChanges());
    assertEquals(LoopSleep.End.PASS, until(sleep, next));
  }

  /** What comes while changes gather is taken in with them, also what ends a pause. */
  @Test
  void hurryWhileChangesGatherIsOverWithThePass() {
    AtomicInteger gathered = new AtomicInteger();
    LoopSleep sleep =
        new LoopSleep(clock, NONE, () -> true, () -> Duration.ZERO, () -> false) {
          @Override
          void sleep(Duration gathers) {
            if (gathered.incrementAndGet() == 1) {
              retryRefused();
            }
          }
        };
    assertEquals(LoopSleep.End.PASS, until(sleep, NOW));
    assertEquals(LoopSleep.End.RETRY, until(sleep, TOMORROW));
  }

  @Test
  void anotherThreadWakesIt() {
    LoopSleep sleep = new LoopSleep(clock, NONE, () -> true, () -> null, () -> false);
    Thread other = new Thread(sleep::wake, "waker");
    other.start();
    assertEquals(LoopSleep.End.PASS, until(sleep, TOMORROW));
  }

  /** One pass takes in every change before it: the next sleep lasts. */
  @Test
  void changesBeforeAPassAreOverWithIt() {
    LoopSleep sleep = new LoopSleep(clock, NONE, () -> true, () -> null, () -> false);
    sleep.wake();
    sleep.wake();
    sleep.settle();
    assertEquals(LoopSleep.End.PASS, until(sleep, TOMORROW));
    sleep.settle();
    assertEquals(LoopSleep.End.SETTLE, until(sleep, TOMORROW));
    assertEquals(LoopSleep.End.PASS, until(sleep, NOW));
  }

  /** A decision took as long as whoever changed something first waited for it. */
  @Test
  void timeCountsFromTheFirstChangeUntilAPassComesToAGoodEnd() {
    LoopSleep sleep = new LoopSleep(clock, NONE, () -> true, () -> null, () -> false);
    long before = System.nanoTime();
    sleep.wake();
    long after = System.nanoTime();
    sleep.wake();
    long first = sleep.passBegins();
    assertTrue(before - first <= 0 && first - after <= 0);
    sleep.wake();
    assertEquals(first, sleep.passBegins(), "the pass before failed");
    sleep.passDone();
    long second = sleep.passBegins();
    assertTrue(second - after >= 0, "of the change during the pass, or of now");
    sleep.passDone();
    assertTrue(sleep.passBegins() - second >= 0, "of now");
  }

  private static LoopSleep.End until(LoopSleep sleep, Instant next) {
    return assertTimeoutPreemptively(BOUND, () -> sleep.until(next));
  }
}
