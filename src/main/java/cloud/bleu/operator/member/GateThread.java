package cloud.bleu.operator.member;

import cloud.bleu.delivery.member.MemberGates;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the gates in one cluster whenever another decision requires it, and looks at what stands
 * there again and again. It has two threads, so that no write waits for a look at every namespace.
 */
final class GateThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GateThread.class);

  private final String id;
  private final MemberGates gates;
  private final Duration interval;
  private final HubGates hub;
  private final Runnable wake = this::wake;
  private final ScheduledExecutorService threads;
  private final AtomicBoolean due = new AtomicBoolean();

  /**
   * @param id of the cluster, for the thread and the log
   * @param hub that tells when something else is to be said
   * @param interval after which the next look begins
   */
  GateThread(String id, MemberGates gates, HubGates hub, Duration interval) {
    this.id = id;
    this.hub = hub;
    this.gates = gates;
    this.interval = interval;
    threads =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread one = new Thread(task, "gates " + id);
              one.setDaemon(true);
              return one;
            });
  }

  void start() {
    long pause = interval.toMillis();
    threads.scheduleWithFixedDelay(() -> guarded(gates::look), pause, pause, TimeUnit.MILLISECONDS);
    hub.follow(wake);
    wake();
  }

  /** Has the gates written soon, if they are to say something else. */
  void wake() {
    if (due.getAndSet(true)) {
      return;
    }
    try {
      threads.execute(
          () -> {
            due.set(false);
            guarded(gates::turn);
          });
    } catch (RejectedExecutionException closed) {
      LOG.debug("the gates in {} are not written any more", id);
    }
  }

  /** Nothing that it throws keeps the next from coming. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      // That a server is not reached is said elsewhere. Its words may hold credentials.
      LOG.debug("the gates in {} cannot be written: {}", id, e.getClass());
    }
  }

  @Override
  public void close() {
    hub.leave(wake);
    threads.shutdownNow();
  }
}
