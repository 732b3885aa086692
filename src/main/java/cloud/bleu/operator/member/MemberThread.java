package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which connections to clusters change, as zones and the ways to them do. It ends
 * while there is nothing to do.
 */
final class MemberThread implements ResourceEventHandler<AvailabilityZone>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MemberThread.class);

  private final Runnable follow;
  private final ThreadPoolExecutor thread;

  /**
   * @param follow brings the connections to what zones say; waits for no server
   */
  MemberThread(Runnable follow) {
    this.follow = follow;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread one = new Thread(task, "members");
              one.setDaemon(true);
              return one;
            });
    thread.allowCoreThreadTimeOut(true);
  }

  void refresh() {
    try {
      thread.execute(this::guarded);
    } catch (RejectedExecutionException closed) {
      LOG.debug("clusters are not followed any more");
    }
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

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void guarded() {
    try {
      follow.run();
    } catch (RuntimeException e) {
      // Its words may hold credentials.
      LOG.error("the clusters of zones cannot be followed", withoutWords(e));
    }
  }

  private static RuntimeException withoutWords(RuntimeException e) {
    RuntimeException bare = new IllegalStateException(e.getClass().getName());
    bare.setStackTrace(e.getStackTrace());
    return bare;
  }
}
