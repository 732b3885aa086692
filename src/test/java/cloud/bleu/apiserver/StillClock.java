package cloud.bleu.apiserver;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still, however long anything takes. Time goes by where a test says so, and
 * where nothing that is waited for is going to be answered: then all that would have been waited.
 */
public final class StillClock implements AnswerClock {

  /** Keys of the writes that hang. */
  private final Set<Object> hanging = new HashSet<>();

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
      if (hanging.containsAll(keys)) {
        if (left == Long.MAX_VALUE) {
          throw new AssertionError("who waits for ever waits for what hangs: " + keys);
        }
        nanos += Math.max(0, left);
        return false;
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
}
