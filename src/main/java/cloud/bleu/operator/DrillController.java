package cloud.bleu.operator;

import cloud.bleu.operator.log.Faults;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller of drills. It starts by itself, once this process leads and the cluster serves
 * their kind: the operator SDK starts all controllers of one operator together, and waits for each.
 */
final class DrillController implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DrillController.class);

  private final Supplier<Reconcilers> made;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "drill-controller");
            daemon.setDaemon(true);
            return daemon;
          });
  private @Nullable Reconcilers controller;
  private boolean closed;

  /**
   * @param made the controller, not started
   */
  DrillController(Supplier<Reconcilers> made) {
    this.made = made;
  }

  /**
   * Has it start when drills have been listed. Returns at once.
   *
   * @param listed completes then
   */
  void startAfter(CompletionStage<Void> listed) {
    listed.thenRun(
        () -> {
          synchronized (this) {
            if (!closed) {
              thread.execute(this::start);
            }
          }
        });
  }

  private void start() {
    Reconcilers starting;
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
      LOG.warn("no drill runs: {}", Faults.line(e));
    }
  }

  @Override
  public void close() {
    Reconcilers started;
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
