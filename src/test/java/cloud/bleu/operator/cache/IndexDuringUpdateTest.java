package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * An object that is updated stays in its indexes: children and pods of a workload are counted by
 * index, and one that is missed for a moment would be room that seems free.
 */
class IndexDuringUpdateTest {
  private static final int UPDATES = 200_000;

  @Test
  void anObjectThatIsUpdatedIsNeverMissed() throws Exception {
    CacheImpl<Pod> cache = new CacheImpl<>();
    cache.put(pod(0));
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> missed =
        CompletableFuture.supplyAsync(
            () -> {
              int times = 0;
              while (!over.get()) {
                if (cache.byIndex(Cache.NAMESPACE_INDEX, "shop").isEmpty()) {
                  times++;
                }
              }
              return times;
            });
    for (int i = 1; i <= UPDATES; i++) {
      cache.put(pod(i));
    }
    over.set(true);
    assertEquals(0, missed.get(), "looks that did not find it");
  }

  private static Pod pod(int version) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("web")
        .withResourceVersion(Integer.toString(version))
        .endMetadata()
        .build();
  }
}
