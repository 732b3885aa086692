package cloud.bleu.operator;

import cloud.bleu.operator.log.Faults;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of drills. It starts by itself, once this process leads and the cluster serves
 * their kind: the operator SDK starts all controllers of one operator together, and waits for each.
 * Where it cannot start it is tried again, with another one: the SDK starts none twice.
 */
final class DrillController implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DrillController.class);

  /** After a start that failed. */
  private static final Duration AGAIN = Duration.ofSeconds(15);

  private final Supplier<? extends Controllers> made;
  private final Duration again;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "drill-controller");
            daemon.setDaemon(true);
            return daemon;
          });
  private @Nullable Controllers controller;
  private boolean closed;

  /** What is started and stopped as a whole. */
  interface Controllers {

    /**
     * Starts them.
     *
     * @throws StartException when that cannot be
     */
    void start();

    /** Stops them, also after a start that failed. */
    void stop();
  }

  /**
   * @param made the controller, not started; asked anew for each attempt
   */
  DrillController(Supplier<? extends Controllers> made) {
    this(made, AGAIN);
  }

  /**
   * @param again how long after a start that failed it is tried again
   */
  DrillController(Supplier<? extends Controllers> made, Duration again) {
    this.made = made;
    this.again = again;
  }

  /**
   * Has it start when drills have been listed. Returns at once.
   *
   * @param listed completes then
   */
  void startAfter(CompletionStage<Void> listed) {
    listed.thenRun(() -> startIn(Duration.ZERO));
  }

  private synchronized void startIn(Duration delay) {
    if (!closed) {
      thread.schedule(this::start, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void start() {
    Controllers starting;
    synchronized (this) {
      if (closed || controller != null) {
        return;
      }
      starting = made.get();
      controller = starting;
    }
    try {
      starting.start();
    } catch (StartException e) {
      failed(starting, e);
    }
  }

  private void failed(Controllers starting, StartException why) {
    synchronized (this) {
      if (closed) {
        return;
      }
      controller = null;
    }
    LOG.warn("no drill runs, and this is tried again in {}: {}", again, Faults.line(why));
    starting.stop();
    startIn(again);
  }

  @Override
  public void close() {
    Controllers started;
    synchronized (this) {
      closed = true;
      started = controller;
    }
    thread.shutdownNow();
    if (started != null) {
      started.stop();
    }
  }
}
