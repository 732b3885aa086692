package cloud.bleu.operator.cache;

import cloud.bleu.translate.pod.GatewayRoutes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of the Gateway API and their ReferenceGrants, of whatever kinds and versions the
 * cluster serves, from the moment at which it does.
 */
public final class Routes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
  private static final String UNSEEN =
      "routes of the Gateway API are not seen as entrances; the chart's value gatewayApi.enabled grants it";

  private final KubernetesClient client;
  private final Caches.Watcher watcher;
  private final List<ServedKind> kinds = new ArrayList<>();
  private final Map<String, Watched> watched = new HashMap<>();
  private boolean closed;

  private record Watched(
      String version,
      SharedIndexInformer<GenericKubernetesResource> informer,
      CompletableFuture<Void> listed) {}

  /**
   * @param watcher told of every route that comes, changes or goes, with its kind or alone
   */
  Routes(KubernetesClient client, Caches.Watcher watcher) {
    this.client = client;
    this.watcher = watcher;
    GatewayRoutes.PLURALS.forEach(
        (kind, plural) ->
            kinds.add(
                new ServedKind(
                    client,
                    plural + "." + GatewayRoutes.GROUP,
                    version -> true,
                    UNSEEN,
                    version -> served(kind, plural, version))));
  }

  /** Looks which kinds there are and starts to watch them; completes when these have listed. */
  CompletableFuture<Void> start() {
    kinds.forEach(ServedKind::start);
    synchronized (this) {
      return CompletableFuture.allOf(
          watched.values().stream().map(Watched::listed).toArray(CompletableFuture[]::new));
    }
  }

  /** All that are there. */
  public synchronized List<GenericKubernetesResource> list() {
    List<GenericKubernetesResource> all = new ArrayList<>();
    watched.values().forEach(w -> all.addAll(w.informer().getIndexer().list()));
    return all;
  }

  /** Those of the kinds of this cluster that were not listed yet, by their full names. */
  synchronized List<String> missing() {
    return watched.entrySet().stream()
        .filter(e -> !e.getValue().informer().hasSynced())
        .map(e -> GatewayRoutes.PLURALS.get(e.getKey()) + "." + GatewayRoutes.GROUP)
        .toList();
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
      before.informer().stop();
      before.informer().getIndexer().list().forEach(route -> watcher.changed(route, null));
    }
  }

  private Watched watch(String kind, String plural, String version) {
    SharedIndexInformer<GenericKubernetesResource> informer =
        client
            .genericKubernetesResources(
                new ResourceDefinitionContext.Builder()
                    .withGroup(GatewayRoutes.GROUP)
                    .withVersion(version)
                    .withKind(kind)
                    .withPlural(plural)
                    .withNamespaced(true)
                    .build())
            .inAnyNamespace()
            .runnableInformer(0);
    informer.itemStore(new Pruned<>());
    informer.exceptionHandler(
        (started, problem) -> {
          if (ServedKind.isForbidden(problem)) {
            LOG.warn("{}: this account may not list {}", UNSEEN, plural);
          } else {
            LOG.debug("cannot watch {}, trying again: {}", plural, problem.toString());
          }
          return true;
        });
    informer.addEventHandler(new Informers.Handler<>(watcher));
    return new Watched(version, informer, informer.start().toCompletableFuture());
  }

  @Override
  public void close() {
    kinds.forEach(ServedKind::close);
    synchronized (this) {
      closed = true;
      watched.values().forEach(w -> w.informer().stop());
    }
  }
}
