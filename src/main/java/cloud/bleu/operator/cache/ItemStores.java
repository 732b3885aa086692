package cloud.bleu.operator.cache;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where watches keep what they see, without what nobody reads. The operator SDK watches the kinds
 * of its controllers for itself: of what it and the caches both have there is one object in memory.
 */
public final class ItemStores {

  private final Map<Class<?>, ConcurrentMap<String, ?>> shared = new ConcurrentHashMap<>();

  /** For a cache that decisions are made from. */
  <T extends HasMetadata> ItemStore<T> cache(Class<T> type) {
    // Of a WorkloadPlacement the cache keeps much less than its controller.
    return type == WorkloadPlacement.class
        ? new TrimmedStore<>()
        : new TrimmedStore<>(shared(type));
  }

  /** For the controller of a kind: it compares statuses, so it has them whole. */
  public <T extends HasMetadata> ItemStore<T> controller(Class<T> type) {
    return new TrimmedStore<>(shared(type), true);
  }

  @SuppressWarnings("unchecked")
  private <T extends HasMetadata> ConcurrentMap<String, T> shared(Class<T> type) {
    return (ConcurrentMap<String, T>)
        shared.computeIfAbsent(type, t -> new ConcurrentHashMap<String, T>());
  }
}
