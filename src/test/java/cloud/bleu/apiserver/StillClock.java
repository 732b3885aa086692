package cloud.bleu.apiserver;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still, however long anything takes. Time goes by where a test says so, and
 * where nothing that is waited for is going to be answered by now: then until the first of the
 * writes has lasted as long as it said, or else all that would have been waited.
 */
public final class StillClock implements AnswerClock {

  /** Keys of the writes that hang. */
  private final Set<Object> hanging = new HashSet<>();

  /** By the key of a write that lasts: when it ends. */
  private final Map<Object, Long> lasting = new HashMap<>();

  private long nanos;

  /** Of who waits, to be woken; null: nobody does. */
  private @Nullable Semaphore waiting;

  /** At the epoch of this clock. */
  public StillClock() {
    this(0);
  }

  /**
   * @param nanos that it shows at first
   */
  StillClock(long nanos) {
    this.nanos = nanos;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  /** So much time goes by. */
  public synchronized void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** Says that the write of a key hangs from now on: nobody answers it. */
  public synchronized void hangs(Object key) {
    hanging.add(key);
    wake();
  }

  /** The write of a key, on whose thread this is, lasts so long beside all others. */
  public synchronized void lasts(Object key, Duration time) {
    lasting.put(key, nanos + time.toNanos());
    wake();
    try {
      while (lasting.containsKey(key)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void wake() {
    if (waiting != null) {
      waiting.release();
    }
  }

  /** Says that the write of a key is about to be answered, or is given up by who sent it. */
  public synchronized void ends(Object key) {
    hanging.remove(key);
  }

  @Override
  public boolean await(Semaphore arrivals, Set<Object> keys, long left)
      throws InterruptedException {
    synchronized (this) {
      if (keys.stream().allMatch(key -> hanging.contains(key) || lasting.containsKey(key))) {
        if (!endsWithin(left)) {
          return false;
        }
      }
      waiting = arrivals;
    }
    try {
      // An answer, or one more that hangs: who waits looks again in both cases.
      if (!arrivals.tryAcquire(1, TimeUnit.MINUTES)) {
        synchronized (this) {
          throw new AssertionError("neither answered nor hanging: " + keys + " but " + hanging);
        }
      }
      return true;
    } finally {
      synchronized (this) {
        waiting = null;
      }
    }
  }

  /** Time goes by until one write ends, or else all of it. */
  private boolean endsWithin(long left) {
    // By the difference: this clock overflows, as that of the system may.
    var first =
        lasting.keySet().stream().min(Comparator.comparing(key -> lasting.get(key) - nanos));
    if (first.isPresent() && lasting.get(first.get()) - nanos <= left) {
      nanos = lasting.remove(first.get());
      notifyAll();
      return true;
    }
    if (left == Long.MAX_VALUE) {
      throw new AssertionError("who waits for ever waits for what hangs");
    }
    nanos += Math.max(0, left);
    return false;
  }
}
