package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what the API server tells of everything that {@link WorldState} is made of: as long as the
 * count stands still, there is no need to list it all again.
 */
final class WorldWatch implements AutoCloseable {

  private final AtomicLong changes = new AtomicLong();
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  WorldWatch(KubernetesClient client) {
    watch(client.resources(BleuWorkload.class));
    watch(client.resources(AvailabilityZone.class));
    watch(client.resources(CloudProvider.class));
    watch(client.resources(SovereigntyPolicy.class));
    watch(client.resources(WorkloadPlacement.class));
    watch(client.apps().deployments());
    watch(client.apps().statefulSets());
    watch(client.policy().v1().podDisruptionBudget());
    watch(client.pods());
  }

  private <T extends HasMetadata> void watch(Informable<T> objects) {
    informers.add(
        objects.inform(
            new ResourceEventHandler<T>() {
              @Override
              public void onAdd(T object) {
                changes.incrementAndGet();
              }

              @Override
              public void onUpdate(T before, T object) {
                changes.incrementAndGet();
              }

              @Override
              public void onDelete(T object, boolean unknown) {
                changes.incrementAndGet();
              }
            }));
  }

  /** How many changes there were so far. */
  long changes() {
    return changes.get();
  }

  /** Whether it is told of every change; not while a watch has ended and did not begin again. */
  boolean isWatching() {
    return informers.stream().allMatch(SharedIndexInformer::isWatching);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }
}
