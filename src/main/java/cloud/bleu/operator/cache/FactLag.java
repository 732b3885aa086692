package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.operator.trigger.Relevance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the caches lag behind the API server in what a workload is decided on: policies,
 * providers, zones and namespaces. Watches of several kinds keep no order between them, so the
 * server is asked: what it has is at least as new as any workload that was seen before.
 */
public final class FactLag {

  private final KubernetesClient client;
  private final Caches caches;

  public FactLag(KubernetesClient client, Caches caches) {
    this.client = client;
    this.caches = caches;
  }

  /**
   * An object that the server has and a cache has not yet, by kind and name, or why that is not
   * known; null where the caches have everything.
   */
  public @Nullable String first() {
    try {
      String policy = first(SovereigntyPolicy.class, caches.policies);
      String provider = policy != null ? policy : first(CloudProvider.class, caches.providers);
      String zone = provider != null ? provider : first(AvailabilityZone.class, caches.zones);
      return zone != null ? zone : first(Namespace.class, caches.namespaces);
    } catch (KubernetesClientException e) {
      return "the API server does not say what there is: " + e.getMessage();
    }
  }

  private <T extends HasMetadata> @Nullable String first(
      Class<T> type, SharedIndexInformer<T> cache) {
    for (T object : client.resources(type).list().getItems()) {
      Pruned.pruneMetadata(object);
      T cached = cache.getIndexer().getByKey(object.getMetadata().getName());
      if (cached == null || lags(cached, object)) {
        return object.getKind() + " " + object.getMetadata().getName();
      }
    }
    return null;
  }

  /** Whether a cached object is an older one, and the difference can change a decision. */
  private static boolean lags(HasMetadata cached, HasMetadata object) {
    return isOlder(version(cached), version(object)) && Relevance.ofUpdate(cached, object);
  }

  private static String version(HasMetadata object) {
    return String.valueOf(object.getMetadata().getResourceVersion());
  }

  /**
   * Whether one version of an object is older than another, as API servers number them: decimal, of
   * any length, and rising. Anything else is older unless it is the same.
   */
  static boolean isOlder(String version, String other) {
    if (!isNumber(version) || !isNumber(other)) {
      return !version.equals(other);
    }
    return version.length() == other.length()
        ? version.compareTo(other) < 0
        : version.length() < other.length();
  }

  private static boolean isNumber(String version) {
    return !version.isEmpty()
        && version.charAt(0) != '0'
        && version.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
