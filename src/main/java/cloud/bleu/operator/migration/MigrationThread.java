package cloud.bleu.operator.migration;

import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and plans migrations one after another, on a thread of its own with the lowest priority: no
 * decision and no delivery waits for one. A plan has its turn when its spec changes and when its
 * interval is over. Nothing that was read is kept after that.
 */
public final class MigrationThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationThread.class);

  /** A clock may be set and a machine be paused, which no wait notices: it is read again. */
  private static final long LONGEST_WAIT_MILLIS = 5000;

  private final MigrationPlans plans;
  private final Supplier<LastRead.@Nullable Objects> target;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore news = new Semaphore(0);
  private final MigrationTurns turns;
  private volatile @Nullable String over;
  private final Thread thread;

  /**
   * @param target what the newest pass read; null before the first
   */
  public MigrationThread(
      KubernetesClient client,
      Supplier<LastRead.@Nullable Objects> target,
      StatusEvents events,
      StatusWriter writer,
      Clock clock) {
    plans = new MigrationPlans(client, news::release);
    FindingCatalogue catalogue = FindingCatalogue.shipped();
    turns =
        new MigrationTurns(
            catalogue,
            new MigrationReader(new InventoryReader(client, closed), catalogue),
            new MigrationStatuses(writer, events, closed),
            clock);
    this.target = target;
    thread = new Thread(this::run, "migrations");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
  }

  /** Starts to watch plans, and to read what they name. */
  public void start() {
    plans.start();
    thread.start();
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        LastRead.Objects read = target.get();
        if (read != null) {
          turns.take(plans.list(), read);
        }
        news.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException | RuntimeException e) {
      if (closed.getCount() > 0) {
        ended(e);
      } else {
        LOG.debug("the operator ends: no migration is planned any more", e);
      }
    } catch (Throwable e) {
      ended(e);
    }
  }

  /** Never in silence: the process is to be started anew. */
  private void ended(Throwable e) {
    over = "the thread that plans migrations has ended: " + e;
    LOG.error("the thread that plans migrations has ended", e);
  }

  /** Why no migration will be planned any more; null while they are. */
  public @Nullable String stuck() {
    return over;
  }

  /** The plan that is under way is dropped, and no other begins. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    plans.close();
  }
}
