package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * An object that is updated stays in the indexes that it belongs to and leaves all others: children
 * and pods of a workload are counted by index, and one that is missed for a moment would be room
 * that seems free.
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

  @Test
  void zoneThatNamesAnotherClusterLeavesTheZonesOfTheFirst() {
    CacheImpl<AvailabilityZone> cache = new CacheImpl<>();
    cache.setItemStore(new TrimmedStore<>());
    cache.addIndexers(CacheIndexes.ofZones());

    cache.put(zone("fr-a", 1, "{cluster: {kubeconfigSecretRef: {name: one}}}"));
    cache.put(zone("fr-b", 1, "{cluster: {kubeconfigSecretRef: {name: one}}}"));
    assertEquals(List.of("fr-a", "fr-b"), zones(cache, CacheIndexes.DIRECT, "one/kubeconfig"));

    AvailabilityZone moved = zone("fr-a", 2, "{cluster: {kubeconfigSecretRef: {name: two}}}");
    cache.put(moved);
    assertEquals(List.of("fr-b"), zones(cache, CacheIndexes.DIRECT, "one/kubeconfig"));
    assertEquals(List.of("fr-a"), zones(cache, CacheIndexes.DIRECT, "two/kubeconfig"));

    cache.put(zone("fr-a", 3, "{karmada: {cluster: one}}"));
    assertEquals(List.of(), zones(cache, CacheIndexes.DIRECT, "two/kubeconfig"));
    assertEquals(List.of("fr-a"), zones(cache, CacheIndexes.KARMADA, "one"));

    cache.put(zone("fr-a", 4, "{nodeSelector: {zone: a}}"));
    assertEquals(List.of(), zones(cache, CacheIndexes.KARMADA, "one"));
    cache.remove(zone("fr-b", 2, "{nodeSelector: {zone: b}}"));
    assertEquals(List.of(), zones(cache, CacheIndexes.DIRECT, "one/kubeconfig"), "it is gone");
  }

  private static List<String> zones(CacheImpl<AvailabilityZone> cache, String index, String key) {
    return cache.byIndex(index, key).stream()
        .map(zone -> zone.getMetadata().getName())
        .sorted()
        .toList();
  }

  private static AvailabilityZone zone(String name, int version, String target) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %s, uid: %s, resourceVersion: "%d"}
        spec:
          target: %s
        """
            .formatted(name, name, version, target),
        AvailabilityZone.class);
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
