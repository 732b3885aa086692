package cloud.bleu.report.live;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a server of pages: one for each browser that follows, and a few for who asks. With
 * all of them taken, connections are closed.
 */
public final class PageThreads {
  private static final int MOST = PageEvents.MOST_FOLLOWERS + 8;

  private PageThreads() {}

  /**
   * New ones.
   *
   * @param priority of each, such as {@link Thread#MIN_PRIORITY}
   */
  public static ExecutorService of(int priority) {
    return new ThreadPoolExecutor(
        0,
        MOST,
        1,
        TimeUnit.MINUTES,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "page-server");
          thread.setDaemon(true);
          thread.setPriority(priority);
          return thread;
        });
  }
}
