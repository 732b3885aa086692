package cloud.bleu.operator.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans of the cluster, as they are watched. Where their kind is not served, or may not be
 * read, there are none until it is: nothing else waits for that.
 */
final class MigrationPlans implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationPlans.class);
  private static final String KIND = HasMetadata.getFullResourceName(MigrationPlan.class);

  private final SharedIndexInformer<MigrationPlan> informer;
  private volatile boolean missing;

  /**
   * @param changed told of each change
   */
  MigrationPlans(KubernetesClient client, Runnable changed) {
    informer = client.resources(MigrationPlan.class).runnableInformer(0);
    informer.exceptionHandler((started, problem) -> goesOn(problem));
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onList(String resourceVersion, boolean remainedEmpty) {
            if (missing) {
              missing = false;
              LOG.info("{} can be read now: migrations are planned", KIND);
            }
            changed.run();
          }

          @Override
          public void onAdd(MigrationPlan plan) {
            changed.run();
          }

          @Override
          public void onUpdate(MigrationPlan before, MigrationPlan plan) {
            changed.run();
          }

          @Override
          public void onDelete(MigrationPlan plan, boolean unknown) {
            changed.run();
          }
        });
  }

  /** Starts to watch; returns at once. */
  void start() {
    informer.start();
  }

  /** Those that are there and are not being deleted, by their names. */
  List<MigrationPlan> list() {
    return informer.getIndexer().list().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .sorted(Comparator.comparing((MigrationPlan p) -> p.getMetadata().getName()))
        .toList();
  }

  private boolean goesOn(Throwable problem) {
    int code = code(problem);
    if (!missing
        && (code == HttpURLConnection.HTTP_NOT_FOUND || code == HttpURLConnection.HTTP_FORBIDDEN)) {
      missing = true;
      LOG.warn(
          "{} cannot be read, so no migration is planned; everything else works. Install the CRDs and"
              + " the chart of this version; no restart is needed",
          KIND);
    }
    return true;
  }

  private static int code(@Nullable Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e) {
        return e.getCode();
      }
    }
    return 0;
  }

  @Override
  public void close() {
    informer.stop();
  }
}
