package cloud.bleu.operator.member;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the companions in one cluster compared with their sources, again and again. Nothing reports
 * when one changes: a watch would take the right to read all of them.
 */
final class CompanionThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CompanionThread.class);

  private final String id;
  private final Runnable comparison;
  private final Duration interval;
  private final ScheduledExecutorService thread;

  /**
   * @param id of the cluster, for the thread and the log
   * @param interval after which the next comparison begins
   */
  CompanionThread(String id, Runnable comparison, Duration interval) {
    this.id = id;
    this.comparison = comparison;
    this.interval = interval;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread one = new Thread(task, "companions " + id);
              one.setDaemon(true);
              return one;
            });
  }

  void start() {
    long pause = interval.toMillis();
    thread.scheduleWithFixedDelay(this::guarded, pause, pause, TimeUnit.MILLISECONDS);
  }

  /** One comparison; nothing that it throws keeps the next from coming. */
  void guarded() {
    try {
      comparison.run();
    } catch (RuntimeException | Error e) {
      // Whatever it is, the next comparison has to come. Its words may hold what is in a Secret.
      LOG.error("the companions in {} cannot be compared: {}", id, e.getClass());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
