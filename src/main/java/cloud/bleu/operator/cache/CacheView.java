package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Indexer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.informers.cache.Store;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A view of a cache, for a reader who would otherwise keep a cache of its own. It reports what is
 * there and what comes, until it is stopped. The owner of the cache keeps it, watches it, and
 * reports why it cannot be watched. So the view starts at once and waits for nothing: what is
 * listed later is reported then.
 *
 * @param <T> the kind
 */
final class CacheView<T> implements SharedIndexInformer<T> {

  private final SharedIndexInformer<T> cache;
  private final Queue<ResourceEventHandler<? super T>> handlers = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  CacheView(SharedIndexInformer<T> cache) {
    this.cache = cache;
  }

  @Override
  public CompletableFuture<Void> start() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public SharedIndexInformer<T> run() {
    return this;
  }

  /** Reports nothing more, except what is under way. The cache itself goes on. */
  @Override
  public void stop() {
    stopped.complete(null);
    handlers.forEach(this::removeEventHandler);
  }

  @Override
  public CompletableFuture<Void> stopped() {
    return stopped;
  }

  /** Tells it what is there and what comes; nothing once it is stopped. */
  @Override
  public SharedIndexInformer<T> addEventHandler(ResourceEventHandler<? super T> handler) {
    return adding(handler, () -> cache.addEventHandler(handler));
  }

  @Override
  public SharedIndexInformer<T> addEventHandlerWithResyncPeriod(
      ResourceEventHandler<? super T> handler, long resyncPeriod) {
    return adding(handler, () -> cache.addEventHandlerWithResyncPeriod(handler, resyncPeriod));
  }

  private SharedIndexInformer<T> adding(ResourceEventHandler<? super T> handler, Runnable add) {
    if (stopped.isDone()) {
      return this;
    }
    handlers.add(handler);
    add.run();
    // Who stops it meanwhile may have removed the handler before it was there.
    if (stopped.isDone()) {
      removeEventHandler(handler);
    }
    return this;
  }

  @Override
  public SharedIndexInformer<T> removeEventHandler(ResourceEventHandler<? super T> handler) {
    handlers.remove(handler);
    cache.removeEventHandler(handler);
    return this;
  }

  @Override
  public SharedIndexInformer<T> addIndexers(Map<String, Function<T, List<String>>> indexers) {
    cache.addIndexers(indexers);
    return this;
  }

  @Override
  public SharedIndexInformer<T> removeIndexer(String name) {
    cache.removeIndexer(name);
    return this;
  }

  @Override
  public Indexer<T> getIndexer() {
    return cache.getIndexer();
  }

  @Override
  public Store<T> getStore() {
    return cache.getStore();
  }

  @Override
  public String lastSyncResourceVersion() {
    return cache.lastSyncResourceVersion();
  }

  @Override
  public boolean isRunning() {
    return !stopped.isDone() && cache.isRunning();
  }

  @Override
  public boolean isWatching() {
    return cache.isWatching();
  }

  @Override
  public Class<T> getApiTypeClass() {
    return cache.getApiTypeClass();
  }

  /** Whoever keeps the cache goes on whatever happens. */
  @Override
  public SharedIndexInformer<T> exceptionHandler(ExceptionHandler handler) {
    return this;
  }

  @Override
  public SharedIndexInformer<T> initialState(Stream<T> items) {
    throw new UnsupportedOperationException("the cache has what there is");
  }

  @Override
  public SharedIndexInformer<T> itemStore(ItemStore<T> store) {
    throw new UnsupportedOperationException("the cache has its store");
  }
}
