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
import io.fabric8.kubernetes.client.impl.Handlers;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/**
 * The client of the controllers. The operator SDK makes an informer of its own for the kind of each
 * controller, and has no setting for another one: by this client it gets the cache that decisions
 * are made from. So each kind is listed, watched and kept once.
 */
public final class ControllerClient {

  private ControllerClient() {}

  /**
   * The same client, of which informers of the kinds that have a controller are views of caches. To
   * be closed is only the one that is given.
   */
  public static KubernetesClient of(KubernetesClient client, Caches caches) {
    BaseClient base = client.adapt(BaseClient.class);
    KubernetesClientImpl ours =
        new KubernetesClientImpl(
            client.getHttpClient(),
            client.getConfiguration(),
            base::getExecutor,
            client.getKubernetesSerialization());
    Handlers handlers = ours.getHandlers();
    view(handlers, BleuWorkload.class, caches.workloads);
    view(handlers, WorkloadPlacement.class, caches.placements);
    view(handlers, AvailabilityZone.class, caches.zones);
    view(handlers, CloudProvider.class, caches.providers);
    view(handlers, SovereigntyPolicy.class, caches.policies);
    view(handlers, SovereigntyWaiver.class, caches.waivers);
    view(handlers, ResilienceDrill.class, caches.drills.informer());
    return ours;
  }

  private static <T extends HasMetadata> void view(
      Handlers handlers, Class<T> type, SharedIndexInformer<T> cache) {
    handlers.register(type, client -> CachedOperation.of(client, type, cache));
  }
}
