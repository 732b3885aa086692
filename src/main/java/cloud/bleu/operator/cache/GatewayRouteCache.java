package cloud.bleu.operator.cache;

import cloud.bleu.translate.pod.GatewayRoutes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the Gateway API and their ReferenceGrants, in the kinds and versions that the
 * cluster serves, as soon as it serves them.
 */
public final class GatewayRouteCache implements AutoCloseable {

  private static final String UNSEEN = "routes of the Gateway API are not seen as entrances";
  private static final String REMEDY = "the chart's value gatewayApi.enabled grants the right";

  private final KubernetesClient client;
  private final Caches.Watcher watcher;
  private final List<ServedKind> kinds = new ArrayList<>();
  private final Map<String, Watched> watched = new HashMap<>();
  private volatile boolean kindsAreKnown;
  private boolean closed;

  private record Watched(String version, KindWatch<GenericKubernetesResource> watch) {}

  /**
   * @param watcher told of every route that comes, changes or goes, with its kind or alone
   */
  GatewayRouteCache(KubernetesClient client, Caches.Watcher watcher) {
    this.client = client;
    this.watcher = watcher;
    GatewayRoutes.PLURALS.forEach(
        (kind, plural) ->
            kinds.add(
                new ServedKind(
                    client,
                    name(plural),
                    version -> true,
                    UNSEEN,
                    REMEDY,
                    version -> served(kind, plural, version))));
  }

  /**
   * Looks which kinds there are and starts to watch them; completes when it is known which routes
   * there are, which a right that lacks does not hold up: without it none are seen.
   */
  CompletableFuture<Void> start() {
    return all(kinds.stream().map(ServedKind::start)).thenCompose(kinds -> known());
  }

  private synchronized CompletableFuture<Void> known() {
    kindsAreKnown = true;
    return all(watched.values().stream().map(one -> whenKnown(one.watch())));
  }

  /** A kind that goes meanwhile has no routes. */
  private static CompletableFuture<Void> whenKnown(KindWatch<?> watch) {
    return watch.known().handle((known, closed) -> null);
  }

  private static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }

  /** All that are there. */
  public synchronized List<GenericKubernetesResource> list() {
    List<GenericKubernetesResource> all = new ArrayList<>();
    watched.values().forEach(w -> all.addAll(w.watch().list()));
    return all;
  }

  /** What is not known yet, by full names: which kinds there are, then these. */
  synchronized List<String> missing() {
    return kindsAreKnown
        ? watched.values().stream()
            .filter(one -> !one.watch().known().isDone())
            .map(one -> one.watch().name())
            .toList()
        : List.of(HasMetadata.getFullResourceName(CustomResourceDefinition.class));
  }

  private static String name(String plural) {
    return plural + "." + GatewayRoutes.GROUP;
  }

  private void served(String kind, String plural, @Nullable String version) {
    Watched before;
    synchronized (this) {
      before = watched.get(kind);
      if (closed || (before != null && before.version().equals(version))) {
        return;
      }
      watched.remove(kind);
      if (version != null) {
        watched.put(kind, watch(kind, plural, version));
      }
    }
    if (before != null) {
      before.watch().close();
      before.watch().list().forEach(route -> watcher.changed(route, null));
    }
  }

  private Watched watch(String kind, String plural, String version) {
    KindWatch<GenericKubernetesResource> watch =
        new KindWatch<>(
            WatchSubject.of(name(plural), UNSEEN, REMEDY),
            client
                .genericKubernetesResources(
                    new ResourceDefinitionContext.Builder()
                        .withGroup(GatewayRoutes.GROUP)
                        .withVersion(version)
                        .withKind(kind)
                        .withPlural(plural)
                        .withNamespaced(true)
                        .build())
                .inAnyNamespace());
    watch.keptIn(new TrimmedStore<>()).telling(new Informers.Handler<>(watcher)).start();
    return new Watched(version, watch);
  }

  @Override
  public void close() {
    kinds.forEach(ServedKind::close);
    synchronized (this) {
      closed = true;
      watched.values().forEach(w -> w.watch().close());
    }
  }
}
