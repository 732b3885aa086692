package cloud.bleu.report.live;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Cuts off who does not read what is sent to them, as each of them holds a thread. The server of
 * the JDK knows one limit for every answer, and an answer that tells of changes lasts.
 */
public final class SlowReaders implements AutoCloseable {

  /** How long the head of an answer, a part of a page, or one event may take to be sent. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How long all parts of one page may take together. */
  static final Duration WHOLE = Duration.ofMinutes(10);

  /** Bytes of a page that are sent at once: who reads steadily gets a page of any size. */
  static final int PART = 256 * 1024;

  private final Duration patience;
  private final LongSupplier nanos;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "page-slow-readers");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Cuts nobody off yet.
   *
   * @param patience how long one thing may take to be sent
   */
  public SlowReaders(Duration patience) {
    this(patience, System::nanoTime);
  }

  /**
   * Measures by another clock, for what all parts take together.
   *
   * @param nanos a clock that nobody can set
   */
  SlowReaders(Duration patience, LongSupplier nanos) {
    this.patience = patience;
    this.nanos = nanos;
    timer.setRemoveOnCancelPolicy(true);
  }

  /** What is sent, by the thread that asks for it. */
  @FunctionalInterface
  interface Sent {
    /** Ends when all of it is on its way. */
    void send() throws IOException;
  }

  /**
   * Sends something. The connection is closed where that takes too long: a channel closes when the
   * thread that waits for it is interrupted.
   *
   * @throws IOException if who asks has gone, or reads too slowly
   */
  void send(Sent sent) throws IOException {
    Wait wait = new Wait(Thread.currentThread());
    var over = timer.schedule(wait::over, Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
    try {
      sent.send();
    } finally {
      over.cancel(false);
      wait.end();
    }
  }

  /**
   * Sends bytes part by part, each of them in time, and all within {@link #WHOLE}.
   *
   * @throws IOException if who asks has gone, or reads too slowly
   */
  void send(OutputStream to, byte[] bytes) throws IOException {
    long begun = nanos.getAsLong();
    for (int from = 0; from < bytes.length; from += PART) {
      if (nanos.getAsLong() - begun >= WHOLE.toNanos()) {
        throw new IOException("who asked reads too slowly");
      }
      int offset = from;
      send(() -> to.write(bytes, offset, Math.min(PART, bytes.length - offset)));
    }
  }

  /** One thread that sends; it is interrupted while it does, and never afterwards. */
  private static final class Wait {
    private final Thread thread;
    private boolean ended;
    private boolean cut;

    Wait(Thread thread) {
      this.thread = thread;
    }

    synchronized void over() {
      if (!ended) {
        cut = true;
        thread.interrupt();
      }
    }

    /** The interruption is over with what it was for. */
    synchronized void end() {
      ended = true;
      if (cut) {
        Thread.interrupted();
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
