package cloud.bleu.operator.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a program writes, read to its end on a thread of its own and kept up to a bound. What comes
 * after the bound is read and thrown away, so that the program is not held up.
 */
final class BoundedText {

  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread thread;
  private final Runnable exceeded;
  private volatile boolean over;

  /**
   * @param most bytes that are kept; as many are too many
   * @param exceeded called once, on the thread that reads, when there are as many
   */
  BoundedText(String name, InputStream from, int most, Runnable exceeded) {
    this.most = most;
    this.exceeded = exceeded;
    thread = new Thread(() -> read(from), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether there was too much. */
  boolean isOver() {
    return over;
  }

  /** Waits for the end. */
  void await(long millis) throws InterruptedException {
    if (millis > 0) {
      thread.join(millis);
    }
  }

  /** Whether the end was read. */
  boolean isEnded() {
    return !thread.isAlive();
  }

  /** What was kept so far. */
  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  private void read(InputStream from) {
    byte[] buffer = new byte[8192];
    try (from) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        keep(buffer, n);
      }
    } catch (IOException ended) {
      // The process is gone, and so is what it would have written.
    }
  }

  private void keep(byte[] buffer, int n) {
    synchronized (this) {
      kept.write(buffer, 0, Math.min(n, most - kept.size()));
      if (kept.size() < most || over || n == 0) {
        return;
      }
    }
    over = true;
    exceeded.run();
  }
}
