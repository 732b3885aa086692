package cloud.bleu.operator.pass;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the placement loop sleeps, and what wakes it. Any thread may wake it; one thread sleeps. */
class LoopSleep {

  /**
   * Changes come in bursts; a pass takes in what arrives within this, or within {@link #gather}.
   */
  private static final Duration GATHER = Duration.ofMillis(20);

  private static final Duration LONGEST_GATHER = Duration.ofSeconds(1);

  /** A clock may be set and a machine be paused, which no sleep notices: it is read again. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Clock clock;
  private final FaultPause pause;
  private final BooleanSupplier retries;
  private final Supplier<@Nullable Duration> untilRetry;
  private final BooleanSupplier over;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean awake;
  private boolean retrying;
  private boolean settling;

  /** When the last pass began and ended, by the nanoseconds of this machine. */
  private long began = System.nanoTime();

  private long ended = began;

  private boolean inPass;

  /** When the first change came that no pass has begun to take in, 0 when there is none. */
  private long pending;

  /**
   * When the first change came that passes took in without a good end so far, 0 when there is none.
   */
  private long taken;

  /** What there is to do. */
  enum End {
    /** Something changed, or an instant has come that matters. */
    PASS,
    /** What was refused is to be tried again. */
    RETRY,
    /** The ledger may let go of something, or a write is answered late. */
    SETTLE
  }

  /**
   * @param pause after a fault: the next pass begins when it is over, whatever the clock says
   * @param retries whether anything else than a pass may end it now
   * @param untilRetry how long until what was refused is tried again, null: nothing is
   * @param over whether nobody sleeps any more
   */
  LoopSleep(
      Clock clock,
      FaultPause pause,
      BooleanSupplier retries,
      Supplier<@Nullable Duration> untilRetry,
      BooleanSupplier over) {
    this.clock = clock;
    this.pause = pause;
    this.retries = retries;
    this.untilRetry = untilRetry;
    this.over = over;
  }

  /** Says that something changed. */
  void wake() {
    lock.lock();
    try {
      awake = true;
      pending = pending == 0 ? System.nanoTime() : pending;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Says that what refused something may have changed: that begins a pass whatever failed. */
  void retryRefused() {
    lock.lock();
    try {
      retrying = true;
    } finally {
      lock.unlock();
    }
    wake();
  }

  /** Says that an answer has come; that alone is no reason for a pass. */
  void settle() {
    lock.lock();
    try {
      settling = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until there is something to do, and says what. */
  End until(Instant next) throws InterruptedException {
    if (inPass) {
      ended = System.nanoTime();
      inPass = false;
    }
    lock.lock();
    try {
      while (!isBegun() && !over.getAsBoolean()) {
        long nanos = nanosUntil(next);
        if (nanos <= 0) {
          break;
        }
        Duration retry = retries.getAsBoolean() ? untilRetry.get() : null;
        if (retry != null && retry.isZero()) {
          return End.RETRY;
        }
        if (settling && retries.getAsBoolean()) {
          settling = false;
          return End.SETTLE;
        }
        changed.awaitNanos(retry == null ? nanos : Math.min(nanos, retry.toNanos()));
      }
      settling = false;
      awake = false;
      retrying = false;
    } finally {
      lock.unlock();
    }
    sleep(gather(Duration.ofNanos(ended - began), Duration.ofNanos(System.nanoTime() - ended)));
    lock.lock();
    try {
      awake = false;
      retrying = false;
    } finally {
      lock.unlock();
    }
    return End.PASS;
  }

  /** Lets changes gather; to be seen by a test. */
  void sleep(Duration gathers) throws InterruptedException {
    Thread.sleep(gathers.toMillis());
  }

  /**
   * Says that a pass begins; it is over when {@link #until} is called next.
   *
   * @return when the first change came that it takes in, by {@link System#nanoTime}; now, where
   *     time alone brings it about
   */
  long passBegins() {
    began = System.nanoTime();
    inPass = true;
    lock.lock();
    try {
      taken = taken == 0 ? pending : taken;
      pending = 0;
    } finally {
      lock.unlock();
    }
    return taken == 0 ? began : taken;
  }

  /** Says that the pass came to a good end: changes until it began are taken in. */
  void passDone() {
    taken = 0;
  }

  /**
   * How long changes are gathered before a pass: until as much time has gone by since the pass
   * before as that took, within bounds. So a large cluster in which something changes all the time
   * keeps half a processor busy at most, until a pass takes more than a second. After a quiet time
   * nobody waits.
   *
   * @param took the pass before
   * @param since it ended
   */
  static Duration gather(Duration took, Duration since) {
    Duration pause = took.compareTo(LONGEST_GATHER) < 0 ? took : LONGEST_GATHER;
    Duration left = pause.minus(since);
    return left.compareTo(GATHER) < 0 ? GATHER : left;
  }

  private boolean isBegun() {
    return retrying || awake && pause.heedsChanges();
  }

  private long nanosUntil(Instant next) {
    Duration left = Duration.between(clock.instant(), next);
    Duration paused = pause.left();
    Duration shorter = paused == null || paused.compareTo(left) > 0 ? left : paused;
    return shorter.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : shorter.toNanos();
  }
}
