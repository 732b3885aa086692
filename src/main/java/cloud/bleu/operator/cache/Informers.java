package cloud.bleu.operator.cache;

import cloud.bleu.operator.log.Faults;
import cloud.bleu.operator.log.SaidFaults;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The informers of the kinds that every cluster serves: started together, and never given up. */
final class Informers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Informers.class);

  private final KubernetesClient client;
  private final ItemStores stores;
  private final Caches.Watcher watcher;
  private final List<SharedIndexInformer<?>> all = new ArrayList<>();
  private final SaidFaults said = new SaidFaults();
  private volatile boolean closed;

  /**
   * @param stores of what is kept
   * @param watcher told of every change
   */
  Informers(KubernetesClient client, ItemStores stores, Caches.Watcher watcher) {
    this.client = client;
    this.stores = stores;
    this.watcher = watcher;
  }

  /** One more, for all objects of a kind; before {@link #start()}. */
  <T extends HasMetadata> SharedIndexInformer<T> of(Class<T> type) {
    SharedIndexInformer<T> informer =
        Namespaced.class.isAssignableFrom(type)
            ? client.resources(type).inAnyNamespace().runnableInformer(0)
            : client.resources(type).runnableInformer(0);
    informer.itemStore(stores.cache(type));
    // Watches end for many reasons, and none of them is one to give up.
    informer.exceptionHandler((started, problem) -> goesOn(type, problem));
    informer.addEventHandler(new Handler<>(watcher));
    all.add(informer);
    return informer;
  }

  /** Starts them all; completes when all have listed once. */
  CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        all.stream().map(i -> i.start().toCompletableFuture()).toArray(CompletableFuture[]::new));
  }

  /** Whether all have listed and none has given up. */
  boolean healthy() {
    return all.stream().allMatch(i -> i.hasSynced() && !i.stopped().toCompletableFuture().isDone());
  }

  /** The resources that were not listed yet, by their full names. */
  Stream<String> missing() {
    return all.stream()
        .filter(i -> !i.hasSynced())
        .map(i -> HasMetadata.getFullResourceName(i.getApiTypeClass()));
  }

  /** The same, and those that are not watched at the moment. */
  Stream<String> unseen() {
    return all.stream()
        .filter(i -> !i.hasSynced() || !i.isWatching())
        .map(i -> HasMetadata.getFullResourceName(i.getApiTypeClass()));
  }

  @Override
  public void close() {
    closed = true;
    all.forEach(SharedIndexInformer::stop);
  }

  /** Tells of what a watch finds, once for all that find the same; false once this is closed. */
  boolean goesOn(Class<? extends HasMetadata> type, Throwable problem) {
    if (closed) {
      return false;
    }
    String kind = HasMetadata.getFullResourceName(type);
    String line = Faults.line(problem);
    if (said.isNews(line)) {
      LOG.warn("cannot watch {}, nor what else finds the same, trying again: {}", kind, line);
    } else {
      LOG.debug("cannot watch {}, trying again: {}", kind, line);
    }
    return true;
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
