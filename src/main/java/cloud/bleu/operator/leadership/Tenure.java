package cloud.bleu.operator.leadership;

import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time for which this process acts. It begins once: with the election, or at once where there
 * is none. It ends once: when the process ends, or when another process leads.
 */
public final class Tenure {

  private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final OperatorOptions options;
  private final Duties duties;
  private final Runnable lost;
  private final Fence fence;
  private final KubernetesClient client;
  private final Leadership leadership;

  /** Held while the tenure begins or ends: a tenure that has ended never begins. */
  private final Object acting = new Object();

  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean leading = new AtomicBoolean();
  private volatile boolean overtaken;

  /** What this process does for as long as it leads. */
  public interface Duties {
    void begin();

    /** Called once another process leads, and not when this one ends. */
    void end();
  }

  /**
   * @param given for everything that this process asks and writes
   * @param lost called once when another process leads, after the duties have ended
   */
  public Tenure(KubernetesClient given, OperatorOptions options, Duties duties, Runnable lost) {
    this.options = options;
    this.duties = duties;
    this.lost = lost;
    fence = options.leaderElect() ? new Fence(options.renewDeadline()) : Fence.unelected();
    // Without an election too: it repeats no write that hangs.
    client = FencedHttpClient.fenced(given, fence);
    leadership = new Leadership(client, options, this::overtaken);
  }

  /** The client to write with: it sends no write without the lease. */
  public KubernetesClient client() {
    return client;
  }

  /** The client of another cluster, to write with: it sends no write there without the lease. */
  public KubernetesClient fenced(KubernetesClient other) {
    return FencedHttpClient.fenced(other, fence);
  }

  /** The lease, to be confirmed by who writes decisions. */
  public Leadership leadership() {
    return leadership;
  }

  /** What the controllers stand for; null: there is no election, and {@link #begin()} is called. */
  public @Nullable LeaderElectionConfiguration election() {
    return options.leaderElect()
        ? new LeaderElectionConfiguration(
            OperatorOptions.LEASE,
            options.leaseNamespace(),
            options.leaseDuration(),
            options.renewDeadline(),
            options.retryPeriod(),
            options.identity(),
            new LeaderCallbacks(
                this::begin,
                () -> stopLeading("it did not renew its lease in time"),
                Tenure::tellLeader),
            false)
        : null;
  }

  /**
   * Lets an election that is run with this client open the fence by each renewal. To be called
   * before the election begins, with a client by which nobody else asks for a lease.
   */
  public void elects(KubernetesClient client) {
    if (options.leaderElect()) {
      HeldLease.over(
          client,
          fence,
          options.identity(),
          () -> stopLeading("another process holds its lease, or may have held it"));
    }
  }

  /** Begins to act; does nothing when it acts already, is told to end, or another one leads. */
  public void begin() {
    synchronized (acting) {
      if (closed.get() || overtaken || !leading.compareAndSet(false, true)) {
        return;
      }
      LOG.info("{} leads", options.identity());
      duties.begin();
    }
  }

  /**
   * Acts no more, and never again. The lease stays with this process until {@link #release()}.
   *
   * @return whether this is the first call
   */
  public boolean close() {
    synchronized (acting) {
      if (!closed.compareAndSet(false, true)) {
        return false;
      }
      leading.set(false);
      return true;
    }
  }

  /** Then nothing is written any more, and the lease is somebody else's to take. */
  public void release() {
    fence.shut();
    try {
      if (fence.idleWithin(LAST_ANSWERS)) {
        leadership.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it has begun to act and has not ended, even if it is cut off at the moment. */
  public boolean isActing() {
    return leading.get();
  }

  /** Whether it acts and writes are sent: one that is cut off leads no longer. */
  public boolean isLeading() {
    return isActing() && mayWrite();
  }

  /** Whether writes are sent: the lease is held, or there is no election and it is not over. */
  public boolean mayWrite() {
    return fence.open();
  }

  /**
   * Waits until no write of this process is under way.
   *
   * @param most how long to wait for answers
   * @return whether it is so
   */
  public boolean isAnsweredWithin(Duration most) throws InterruptedException {
    return fence.answeredWithin(most);
  }

  /** Whether this process is told to end. */
  public boolean isClosed() {
    return closed.get();
  }

  /** Whether another process leads now. */
  public boolean isOvertaken() {
    return overtaken;
  }

  private void overtaken() {
    overtaken = true;
    leading.set(false);
    fence.shut();
    duties.end();
    lost.run();
  }

  private void stopLeading(String why) {
    if (closed.get()) {
      // What is to end ends with its process, which then gives the lease back.
      fence.shut();
    } else {
      leadership.lose(why);
    }
  }

  private static void tellLeader(@Nullable String leader) {
    if (leader != null && !leader.isEmpty()) {
      LOG.info("{} is the leader", leader);
    }
  }
}
