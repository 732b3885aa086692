package cloud.bleu.operator.cache;

import cloud.bleu.operator.log.Faults;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds that write objects of a kind that others define, for as long as the cluster has that kind.
 * They are on a thread of their own, so that no decision waits for them, and not more than one a
 * second, however often something changes.
 */
public final class KindRounds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KindRounds.class);
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final String what;
  private final Work work;
  private final ServedKind kind;
  private final ScheduledExecutorService thread;
  private final AtomicBoolean queued = new AtomicBoolean();
  private final AtomicBoolean retrying = new AtomicBoolean();
  private volatile boolean there;
  private volatile long last = System.nanoTime() - BETWEEN.toNanos();
  private String said = "";

  /** What a round does. Every method is called on the thread of the rounds. */
  public interface Work {

    /** The cluster has the kind from now on. */
    void begin();

    /** The cluster has the kind no more, and none of its objects. */
    void end();

    /**
     * Compares what should be there with what is, and writes the difference.
     *
     * @return whether everything is as it should be; if not, there is another round in half a
     *     minute
     */
    boolean write();
  }

  /**
   * @param what is written, for people and as the name of the thread
   * @param crd name of the CRD
   * @param version of the kind that is written
   * @param ifForbidden what does not happen when this account may not look for the CRD, for people;
   *     null: somebody else tells
   */
  public KindRounds(
      KubernetesClient client,
      String what,
      String crd,
      String version,
      @Nullable String ifForbidden,
      Work work) {
    this.what = what;
    this.work = work;
    kind = new ServedKind(client, crd, version::equals, ifForbidden, v -> served(v != null));
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, what);
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /** To be called when this process leads. Returns at once. */
  public void start() {
    run(kind::start);
  }

  /** Something may be another than in the last round. Returns at once. */
  public void wake() {
    if (there && queued.compareAndSet(false, true)) {
      later(BETWEEN.toNanos() - (System.nanoTime() - last));
    }
  }

  private void served(boolean served) {
    if (served != there) {
      there = served;
      run(served ? work::begin : work::end);
      wake();
    }
  }

  private void later(long nanos) {
    try {
      thread.schedule(this::round, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile.
      queued.set(false);
    }
  }

  private void run(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed meanwhile");
    }
  }

  private void round() {
    queued.set(false);
    last = System.nanoTime();
    if (!there) {
      return;
    }
    try {
      if (!work.write()) {
        again();
      }
      said = "";
    } catch (RuntimeException | Error e) {
      if (thread.isShutdown()) {
        LOG.debug("closed meanwhile", e);
        return;
      }
      String line = Faults.line(e);
      if (!line.equals(said) && !Faults.isNotLeading(e)) {
        LOG.warn("{} are not as they should be, trying again: {}", what, line);
        said = line;
      }
      again();
    }
  }

  private void again() {
    if (retrying.compareAndSet(false, true)) {
      try {
        thread.schedule(
            () -> {
              retrying.set(false);
              wake();
            },
            RETRY.toNanos(),
            TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed meanwhile");
      }
    }
  }

  @Override
  public void close() {
    kind.close();
    thread.shutdownNow();
  }
}
