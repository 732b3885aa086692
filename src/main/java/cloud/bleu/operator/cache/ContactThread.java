package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the API server for one small object of its storage every few seconds. An open watch without
 * events looks the same whether nothing happens or the storage is unavailable.
 */
public final class ContactThread implements AutoCloseable {

  private static final ListOptions ONE = new ListOptionsBuilder().withLimit(1L).build();

  private static final Logger LOG = LoggerFactory.getLogger(ContactThread.class);

  private final KubernetesClient client;
  private final BooleanSupplier watching;
  private final WatchContinuity continuity;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "contact");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param watching whether the watch of nodes is open
   */
  public ContactThread(
      KubernetesClient client, BooleanSupplier watching, WatchContinuity continuity) {
    this.client = client;
    this.watching = watching;
    this.continuity = continuity;
  }

  /** Asks from now on, until {@link #close}; to be called once. */
  public void start() {
    continuity.begin();
    try {
      thread.scheduleWithFixedDelay(
          this::ask, 0, WatchContinuity.PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed meanwhile");
    }
  }

  private void ask() {
    if (!watching.getAsBoolean()) {
      // Its answers are worth nothing while nodes are not watched.
      return;
    }
    long asked = System.nanoTime();
    try {
      client.namespaces().list(ONE);
      continuity.answered(Duration.ofNanos(System.nanoTime() - asked));
    } catch (RuntimeException e) {
      // No answer: the next one shows how long it was away.
      LOG.debug("the API server was asked and did not answer", e);
    } catch (Error e) {
      // It is asked again: without answers nothing that is silent would ever count as lost.
      LOG.error("asking the API server failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
