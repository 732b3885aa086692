package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/**
 * The client of the controllers. The operator SDK makes an informer of its own for the kind of each
 * controller, and has no setting to replace it. Through this client it gets the cache that
 * decisions are made from. So each kind is listed, watched and kept once.
 */
public final class ControllerClient {

  private ControllerClient() {}

  /**
   * A client of the same server. Its informers of the kinds that have a controller are views of the
   * caches. It shares the connections of the given client, so only that one is closed.
   *
   * @throws IllegalStateException when a kind would be listed and watched once more
   */
  public static KubernetesClient of(KubernetesClient client, Caches caches) {
    BaseClient base = client.adapt(BaseClient.class);
    KubernetesClientImpl ours =
        new KubernetesClientImpl(
            client.getHttpClient(),
            client.getConfiguration(),
            base::getExecutor,
            client.getKubernetesSerialization());
    view(ours, BleuWorkload.class, caches.workloads);
    view(ours, WorkloadPlacement.class, caches.placements);
    view(ours, AvailabilityZone.class, caches.zones);
    view(ours, CloudProvider.class, caches.providers);
    view(ours, SovereigntyPolicy.class, caches.policies);
    view(ours, SovereigntyWaiver.class, caches.waivers);
    view(ours, ResilienceDrill.class, caches.drills.informer());
    return ours;
  }

  private static <T extends HasMetadata> void view(
      KubernetesClientImpl ours, Class<T> type, SharedIndexInformer<T> cache) {
    ours.getHandlers().register(type, client -> CachedOperation.of(client, type, cache));
    // Fabric8 makes another operation, and says nothing, where this one cannot be made.
    if (!(ours.resources(type) instanceof CachedOperation)) {
      throw new IllegalStateException("informers of " + type.getName() + " are not its cache");
    }
  }
}
