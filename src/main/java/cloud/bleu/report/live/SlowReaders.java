package cloud.bleu.report.live;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cuts off who does not read what is sent to them, as each of them holds a thread. The server of
 * the JDK knows one limit for every answer, and an answer that tells of changes lasts.
 */
public final class SlowReaders implements AutoCloseable {

  /** How long one page, or one event, may take to be sent. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Duration patience;
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
    this.patience = patience;
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
