package cloud.bleu.report.live;

import cloud.bleu.report.live.PageSource.UnreadableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads the page again and again while somebody follows it, and not when nobody does. What it costs
 * is the same for one reader and for many.
 */
public final class PageFeed implements AutoCloseable {

  /**
   * What is known at one time.
   *
   * @param page null while none could be read
   * @param failure why the newest reading failed; null: it did not
   */
  public record Known(@Nullable LivePage page, @Nullable String failure) {}

  private final PageSource source;
  private final long every;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition followed = lock.newCondition();
  private final Thread thread = new Thread(this::run, "page");
  private Known known = new Known(null, null);
  private long readAt;
  private int followers;
  private boolean closed;

  /**
   * Begins to read once somebody asks.
   *
   * @param every how long from the end of one reading to the begin of the next
   * @param priority of the thread that reads
   */
  public PageFeed(PageSource source, Duration every, int priority) {
    this.source = source;
    this.every = every.toNanos();
    this.readAt = System.nanoTime() - this.every;
    thread.setDaemon(true);
    thread.setPriority(priority);
    thread.start();
  }

  /**
   * What is known now: read anew where the last reading is older than one period. Where another
   * thread is reading, it is what was known before, so that a slow cluster holds nobody up.
   */
  public Known now() {
    Known before = known();
    if (before.page() == null) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return before;
    }
    try {
      if (System.nanoTime() - readAt >= every) {
        read();
      }
      return known();
    } finally {
      reading.unlock();
    }
  }

  /** Whether anybody follows. */
  public boolean isFollowed() {
    lock.lock();
    try {
      return followers > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a follower, who is there until {@link #leave}. */
  void follow() {
    lock.lock();
    try {
      followers++;
      followed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The end of a follower. */
  void leave() {
    lock.lock();
    try {
      followers--;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something else than what is known to who asks.
   *
   * @param last what it knows, null for nothing
   * @return null once the feed is closed; the same as before when the time is over
   */
  @Nullable Known await(@Nullable Known last, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!closed && known.equals(last) && left > 0) {
        left = news.awaitNanos(left);
      }
      return closed ? null : known;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
      followed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }

  private Known known() {
    lock.lock();
    try {
      return known;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (awaitFollower()) {
        now();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, readAt() + every - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long readAt() {
    reading.lock();
    try {
      return readAt;
    } finally {
      reading.unlock();
    }
  }

  private boolean awaitFollower() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && followers == 0) {
        followed.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** A reading that fails leaves the page of before, and says why. */
  private void read() {
    LivePage last = known().page();
    Known next;
    try {
      next = new Known(source.read(), null);
    } catch (UnreadableException e) {
      next = new Known(last, e.reason());
    } catch (RuntimeException e) {
      // A defect, or a condition that nobody foresaw: who looks is told, and the next reading
      // comes.
      next = new Known(last, "bleu failed: " + e);
    }
    readAt = System.nanoTime();
    lock.lock();
    try {
      known = next;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
