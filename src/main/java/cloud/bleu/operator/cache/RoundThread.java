package cloud.bleu.operator.cache;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again on one thread for as long as there is anything to look at, and soon after a
 * change. However often changes are reported, a round begins a second after the one before at the
 * earliest.
 */
public final class RoundThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RoundThread.class);

  /** What changes nothing that is watched is seen after so long, such as a lease that ends. */
  static final Duration INTERVAL = Duration.ofSeconds(2);

  static final Duration APART = Duration.ofSeconds(1);

  private final ScheduledExecutorService thread;
  private final LongSupplier nanos;
  private final Runnable round;
  private final BooleanSupplier more;
  private long begun;
  private boolean any;
  private boolean soon;
  private @Nullable ScheduledFuture<?> next;

  /**
   * @param thread one; it is ended with this
   * @param nanos a clock that nobody can set, in nanoseconds
   * @param round another one follows one that fails
   * @param more whether there is anything to look at, asked after a round: where there is nothing
   *     the next one waits until it is asked for
   */
  public RoundThread(
      ScheduledExecutorService thread, LongSupplier nanos, Runnable round, BooleanSupplier more) {
    this.thread = thread;
    this.nanos = nanos;
    this.round = round;
    this.more = more;
  }

  /** A thread of a name, which keeps no process alive. */
  public static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread one = new Thread(task, name);
          one.setDaemon(true);
          return one;
        });
  }

  /** Something has changed: there is a round that begins after now. */
  public synchronized void ask() {
    if (soon) {
      return;
    }
    soon = true;
    if (next != null) {
      next.cancel(false);
    }
    long passed = any ? nanos.getAsLong() - begun : APART.toNanos();
    schedule(Math.max(0, Math.min(APART.toNanos(), APART.toNanos() - passed)));
  }

  private void run() {
    synchronized (this) {
      begun = nanos.getAsLong();
      any = true;
      soon = false;
      next = null;
    }
    boolean again = isFollowed();
    synchronized (this) {
      if (again && !soon) {
        schedule(INTERVAL.toNanos());
      }
    }
  }

  /** Looks, and says whether there is anything to look at next time; an error says nothing. */
  private boolean isFollowed() {
    try {
      round.run();
      return more.getAsBoolean();
    } catch (RuntimeException | Error e) {
      LOG.error("a round over clusters failed: it is looked again", e);
      return true;
    }
  }

  private void schedule(long delay) {
    try {
      next = thread.schedule(this::run, delay, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("clusters are not followed any more");
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
