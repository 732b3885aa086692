package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.apiserver.AnswerDeadline;
import cloud.bleu.operator.trigger.Relevance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the caches lag behind the API server in what a workload is decided on: policies,
 * providers, zones and namespaces. Watches of several kinds keep no order between them, so the
 * server is asked: what it has is at least as new as any workload that was seen before.
 */
public final class FactLag {

  /** The loop that decides waits for the answer: a server that is slow is asked later. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** With more of them the server is asked for all at once. */
  private static final int SINGLE = 50;

  private final KubernetesClient client;
  private final Caches caches;

  public FactLag(KubernetesClient client, Caches caches) {
    this.client = quick(client);
    this.caches = caches;
  }

  /** The same client, which waits a short time and asks once. It is not to be closed. */
  private static KubernetesClient quick(KubernetesClient client) {
    BaseClient base = client.adapt(BaseClient.class);
    Config config =
        new ConfigBuilder(client.getConfiguration())
            .withRequestTimeout((int) PATIENCE.toMillis())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientImpl(
        client
            .getHttpClient()
            .newBuilder()
            .tag(config.getRequestConfig())
            .addOrReplaceInterceptor(AnswerDeadline.NAME, new AnswerDeadline(PATIENCE))
            .build(),
        config,
        base::getExecutor,
        client.getKubernetesSerialization());
  }

  /**
   * An object that the server has and a cache has not yet, by kind and name, or why that is not
   * known; null where the caches have everything. It waits for the server, some seconds at most for
   * each kind.
   *
   * @param namespaces of those who wait for it
   */
  public @Nullable String first(Set<String> namespaces) {
    try {
      return first(client, namespaces);
    } catch (RuntimeException e) {
      return "the API server does not say what there is: " + e.getMessage();
    }
  }

  private @Nullable String first(KubernetesClient asked, Set<String> namespaces) {
    String policy = first(all(asked, SovereigntyPolicy.class), caches.policies);
    String provider =
        policy != null ? policy : first(all(asked, CloudProvider.class), caches.providers);
    String zone =
        provider != null ? provider : first(all(asked, AvailabilityZone.class), caches.zones);
    return zone != null ? zone : first(namespaces(asked, namespaces), caches.namespaces);
  }

  private static <T extends HasMetadata> List<T> all(KubernetesClient asked, Class<T> type) {
    return asked.resources(type).list().getItems();
  }

  private static List<Namespace> namespaces(KubernetesClient asked, Set<String> names) {
    return names.size() > SINGLE
        ? all(asked, Namespace.class)
        : names.stream()
            // The right to list them is there, that to get one is not.
            .flatMap(
                name ->
                    asked.namespaces().withField("metadata.name", name).list().getItems().stream())
            .toList();
  }

  private static <T extends HasMetadata> @Nullable String first(
      List<T> objects, SharedIndexInformer<T> cache) {
    for (T object : objects) {
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
