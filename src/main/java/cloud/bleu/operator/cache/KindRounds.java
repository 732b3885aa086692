package cloud.bleu.operator.cache;

import cloud.bleu.operator.log.Faults;
import cloud.bleu.time.Backoff;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds that write objects of a kind that others define, for as long as the cluster has that kind.
 * They run on a thread of their own, so that no decision waits for them, and at most once a second,
 * however often something changes. What is refused waits for its {@link WriteBackoff}. A server
 * that does not answer is asked ever more rarely, down to once in half a minute.
 */
public final class KindRounds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KindRounds.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final String what;
  private final Work work;
  private final ServedKind kind;
  private final LongSupplier nanos;
  private final ScheduledExecutorService thread;
  private final WriteBackoff backoff;
  private final AtomicBoolean queued = new AtomicBoolean();
  private volatile boolean there;
  private volatile long last;
  private volatile Duration pace = BACKOFF.first();
  private String said = "";
  private @Nullable ScheduledFuture<?> again;

  /** What a round does. Every method is called on the thread of the rounds. */
  public interface Work {

    /** The cluster has the kind from now on. */
    void begin();

    /** The cluster has the kind no more, and none of its objects. */
    void end();

    /**
     * Compares what should be there with what is, and writes the difference.
     *
     * @param backoff asked before each write, and told what became of it
     * @return whether everything is as it should be; if not, there is another round when the first
     *     that was refused is due, or in half a minute
     */
    boolean write(WriteBackoff backoff);
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
    this(client, what, crd, version, ifForbidden, work, RoundThread.thread(what));
  }

  /**
   * As the other constructor does.
   *
   * @param thread one; it is ended with this
   */
  public KindRounds(
      KubernetesClient client,
      String what,
      String crd,
      String version,
      @Nullable String ifForbidden,
      Work work,
      ScheduledExecutorService thread) {
    this(
        what,
        rounds ->
            new ServedKind(
                client, crd, version::equals, ifForbidden, v -> rounds.served(v != null)),
        work,
        System::nanoTime,
        thread);
  }

  /**
   * @param kind tells whether the cluster has the kind
   * @param nanos a clock that nobody can set, in nanoseconds
   * @param thread one; it is ended with this
   */
  KindRounds(
      String what,
      Function<KindRounds, ServedKind> kind,
      Work work,
      LongSupplier nanos,
      ScheduledExecutorService thread) {
    this.what = what;
    this.work = work;
    this.nanos = nanos;
    this.thread = thread;
    backoff = new WriteBackoff(nanos);
    last = nanos.getAsLong() - BACKOFF.first().toNanos();
    this.kind = kind.apply(this);
  }

  /** To be called when this process leads. Returns at once. */
  public void start() {
    kind.start();
  }

  /** Something may be another than in the last round. Returns at once. */
  public void wake() {
    if (there && queued.compareAndSet(false, true)) {
      later(pace.toNanos() - (nanos.getAsLong() - last));
    }
  }

  void served(boolean served) {
    if (served != there) {
      there = served;
      run(served ? work::begin : this::end);
      wake();
    }
  }

  private void end() {
    backoff.retain(List.of());
    work.end();
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
    last = nanos.getAsLong();
    if (!there) {
      return;
    }
    try {
      boolean isWhole = work.write(backoff);
      pace = BACKOFF.first();
      if (!isWhole) {
        Duration due = backoff.next();
        again(due == null ? BACKOFF.last() : due);
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
      pace = BACKOFF.after(pace);
      again(pace);
    }
  }

  private void again(Duration pause) {
    if (again != null) {
      again.cancel(false);
    }
    try {
      again = thread.schedule(this::wake, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed meanwhile");
    }
  }

  @Override
  public void close() {
    kind.close();
    thread.shutdownNow();
  }
}
