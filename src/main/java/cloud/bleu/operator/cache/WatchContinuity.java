package cloud.bleu.operator.cache;

import cloud.bleu.translate.zone.ObservedState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when this process has seen everything without a gap: its watches are open, the API server
 * answers from its storage in time, and the clock goes evenly. While the server is unavailable
 * nodes cannot report, so silence of that time proves nothing.
 */
public final class WatchContinuity {

  /** How often the server is asked. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  /** An answer that took longer is late: the control plane is in trouble. */
  private static final Duration LATE = Duration.ofSeconds(5);

  /** Without an answer for so long there was a gap, even if it was the process that was stopped. */
  private static final Duration GAP = Duration.ofSeconds(15);

  /** Clocks of one machine drift apart by less than this between two looks. */
  private static final Duration UNEVEN = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(WatchContinuity.class);

  private final Clock clock;
  private final LongSupplier nanos;
  private @Nullable Instant unbrokenSince;

  /** When an answer came in time last, or a record was taken. */
  private @Nullable Instant inTime;

  /** The same as it was before {@link #unbrokenSince}. */
  private @Nullable Instant answeredUntil;

  private @Nullable Instant clockSince;
  private @Nullable Instant lastInstant;
  private long lastNanos;
  private long answeredNanos;

  /** Whether it was told that no answer comes in time, and not yet that one did. */
  private boolean isLateTold;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  public WatchContinuity(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /** The watches are open as of now. */
  synchronized void begin() {
    look();
    unbrokenSince = now();
    inTime = unbrokenSince;
    answeredUntil = null;
    answeredNanos = nanos.getAsLong();
  }

  /** The server has answered. */
  synchronized void answered(Duration took) {
    look();
    Duration silent = sinceAnswer();
    if (took.compareTo(LATE) > 0) {
      late();
    } else {
      boolean isGap = silent.compareTo(GAP) > 0;
      if (isGap) {
        broken();
      }
      // What counts from this return on can be recorded from now on.
      inTime(isGap || isLateTold ? now().plusSeconds(1) : now());
      if (isLateTold) {
        isLateTold = false;
        LOG.info("the API server answers in time again: what is silent counts from now on");
      } else if (isGap) {
        LOG.info(
            "the API server did not answer for {} s: what is silent counts from now on",
            silent.toSeconds());
      }
    }
    answeredNanos = nanos.getAsLong();
  }

  /** The server has taken what was seen of a zone before; of use while it answers in time alone. */
  public synchronized void recorded(Duration took) {
    look();
    if (took.compareTo(LATE) <= 0 && sinceAnswer().compareTo(GAP) <= 0) {
      inTime(clock.instant());
    }
  }

  /** From when on what is seen counts; right now, while no answer comes. */
  public synchronized ObservedState observed() {
    look();
    if (sinceAnswer().compareTo(GAP) > 0) {
      late();
    }
    return new ObservedState(unbrokenSince, clockSince).answeredUntil(answeredUntil);
  }

  private Duration sinceAnswer() {
    return unbrokenSince == null
        ? Duration.ZERO
        : Duration.ofNanos(nanos.getAsLong() - answeredNanos);
  }

  /** Silence does not count for now, which is logged once. */
  private void late() {
    broken();
    if (!isLateTold) {
      isLateTold = true;
      LOG.info(
          "the API server does not answer in time: what is silent does not count until it does");
    }
  }

  /** What was recorded stays so; a clock that was put back begins anew. */
  private void inTime(Instant instant) {
    Instant before = inTime;
    if (before == null || instant.isAfter(before) || before.isAfter(now().plusSeconds(1))) {
      inTime = instant;
    }
  }

  /** From the last answer that came in time until now nothing that is seen was recorded. */
  private void broken() {
    unbrokenSince = now();
    answeredUntil = inTime;
  }

  /** Compares the clock with one that cannot be set. */
  private void look() {
    Instant instant = clock.instant();
    long nano = nanos.getAsLong();
    if (lastInstant != null) {
      Duration apart =
          Duration.between(lastInstant, instant).minus(Duration.ofNanos(nano - lastNanos)).abs();
      if (apart.compareTo(UNEVEN) > 0) {
        LOG.info("the clock jumped by {} s: what is silent counts from now on", apart.toSeconds());
        clockSince = now();
      }
    }
    lastInstant = instant;
    lastNanos = nano;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
