package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the API server for one small object of its storage every few seconds: an open watch on which
 * nothing comes looks the same whether nothing happens or the storage is away.
 */
final class ContactThread implements AutoCloseable {

  private static final ListOptions ONE = new ListOptionsBuilder().withLimit(1L).build();

  private static final Logger LOG = LoggerFactory.getLogger(ContactThread.class);

  private final KubernetesClient client;
  private final WatchContinuity continuity;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "contact");
            thread.setDaemon(true);
            return thread;
          });

  ContactThread(KubernetesClient client, WatchContinuity continuity) {
    this.client = client;
    this.continuity = continuity;
  }

  void start() {
    continuity.begin();
    thread.scheduleWithFixedDelay(
        this::ask, 0, WatchContinuity.PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask() {
    long asked = System.nanoTime();
    try {
      client.namespaces().list(ONE);
      continuity.answered(Duration.ofNanos(System.nanoTime() - asked));
    } catch (RuntimeException e) {
      // No answer: the next one shows how long it was away.
      LOG.debug("the API server was asked and did not answer", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
