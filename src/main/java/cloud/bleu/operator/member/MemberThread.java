package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.delivery.member.RedactedException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which connections to clusters change, as zones and the ways to clusters change.
 * It ends while there is nothing to do.
 */
final class MemberThread implements ResourceEventHandler<AvailabilityZone>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MemberThread.class);

  private final Runnable follow;
  private final ThreadPoolExecutor thread;
  private final AtomicBoolean waiting = new AtomicBoolean();

  /** Held while it follows, which waits for no server. */
  private final Object turn = new Object();

  private boolean closed;

  /**
   * @param follow brings the connections to what zones say; waits for no server
   */
  MemberThread(Runnable follow) {
    this(
        follow,
        task -> {
          Thread one = new Thread(task, "members");
          one.setDaemon(true);
          return one;
        });
  }

  MemberThread(Runnable follow, ThreadFactory threads) {
    this.follow = follow;
    thread =
        new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    thread.allowCoreThreadTimeOut(true);
  }

  /** Follows soon; one that waits already is enough for all who ask. */
  void refresh() {
    if (waiting.getAndSet(true)) {
      return;
    }
    try {
      thread.execute(this::guarded);
    } catch (RejectedExecutionException closed) {
      LOG.debug("clusters are not followed any more");
    } catch (RuntimeException | Error e) {
      // Such as that this machine has no thread left: the next one who asks tries again.
      waiting.set(false);
      throw e;
    }
  }

  /** How many looks wait for their turn. */
  int waiting() {
    return thread.getQueue().size();
  }

  @Override
  public void onAdd(AvailabilityZone zone) {
    refresh();
  }

  @Override
  public void onUpdate(AvailabilityZone before, AvailabilityZone after) {
    if (before.getMetadata().getGeneration() == null
        || !before.getMetadata().getGeneration().equals(after.getMetadata().getGeneration())) {
      refresh();
    }
  }

  @Override
  public void onDelete(AvailabilityZone zone, boolean unknown) {
    refresh();
  }

  /** Nothing is connected after this has returned: who closes what is connected misses none. */
  @Override
  public void close() {
    thread.shutdownNow();
    synchronized (turn) {
      closed = true;
    }
  }

  private void guarded() {
    // What changes from now on may not be seen by this one.
    waiting.set(false);
    synchronized (turn) {
      if (closed) {
        return;
      }
      try {
        follow.run();
      } catch (RuntimeException | Error e) {
        // Its words may hold credentials.
        LOG.error("the clusters of zones cannot be followed", new RedactedException(e));
      }
    }
  }
}
