package cloud.bleu.operator.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.operator.cache.KindWatch;
import cloud.bleu.operator.cache.WatchListener;
import cloud.bleu.operator.cache.WatchSubject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;

/**
 * The plans of the cluster, by a watch. Where their kind is not served, or may not be read, there
 * are none until it is; nothing else waits for that.
 */
final class MigrationPlans implements AutoCloseable {

  private final KindWatch<MigrationPlan> watch;
  private final Runnable changed;

  /**
   * @param changed told of each change
   */
  MigrationPlans(KubernetesClient client, Runnable changed) {
    this.changed = changed;
    watch =
        new KindWatch<>(
            WatchSubject.of(
                HasMetadata.getFullResourceName(MigrationPlan.class),
                "no migration is planned",
                "everything else works. Install the CRDs and the chart of this version; no restart"
                    + " is needed"),
            client.resources(MigrationPlan.class));
  }

  /** Starts to watch; returns at once. */
  void start() {
    watch.start(WatchListener.of(changed));
  }

  /** The plans that exist and are not being deleted, by their names. */
  List<MigrationPlan> list() {
    return watch.list().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .sorted(Comparator.comparing((MigrationPlan p) -> p.getMetadata().getName()))
        .toList();
  }

  @Override
  public void close() {
    watch.close();
  }
}
