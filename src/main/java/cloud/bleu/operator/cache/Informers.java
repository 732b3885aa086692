package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The informers of the kinds that every cluster serves: started together, and never given up. */
final class Informers implements AutoCloseable {

  private final KubernetesClient client;
  private final Caches.Watcher watcher;
  private final List<KindWatch<?>> all = new ArrayList<>();
  private final WatchFaults<KindWatch<?>> watchFaults = new WatchFaults<>();

  /**
   * @param watcher told of every change
   */
  Informers(KubernetesClient client, Caches.Watcher watcher) {
    this.client = client;
    this.watcher = watcher;
  }

  /** One more, for all objects of a kind; before {@link #start()}. */
  <T extends HasMetadata> SharedIndexInformer<T> of(Class<T> type) {
    KindWatch<T> watch =
        of(
            WatchSubject.of(HasMetadata.getFullResourceName(type)),
            type,
            Namespaced.class.isAssignableFrom(type)
                ? client.resources(type).inAnyNamespace()
                : client.resources(type));
    all.add(watch);
    return watch.informer();
  }

  /** A watch that shares the report of faults with these, and is not one of them. */
  <T extends HasMetadata> KindWatch<T> of(
      WatchSubject subject, Class<T> type, Informable<T> objects) {
    return new KindWatch<>(subject, objects, watchFaults)
        .keptIn(new TrimmedStore<>())
        .telling(new Handler<>(watcher));
  }

  /** Starts them all; completes when all have listed once. */
  CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        all.stream().map(KindWatch::start).toArray(CompletableFuture[]::new));
  }

  /** Whether all have listed and none has given up. */
  boolean healthy() {
    return all.stream().allMatch(one -> one.isListed() && one.isKept());
  }

  /** The resources that were not listed yet, by their full names. */
  Stream<String> missing() {
    return all.stream().filter(one -> !one.isListed()).map(KindWatch::name);
  }

  /** The resources that are not watched at the moment, or were not listed yet. */
  Stream<UnseenKind> unseen() {
    return all.stream().filter(one -> !one.isWatched()).map(UnseenKind::of);
  }

  @Override
  public void close() {
    all.forEach(KindWatch::close);
  }

  /** Passes every event on. */
  record Handler<T extends HasMetadata>(Caches.Watcher watcher) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      watcher.changed(null, object);
    }

    @Override
    public void onUpdate(T before, T after) {
      watcher.changed(before, after);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      watcher.changed(object, null);
    }
  }
}
