package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** What watches keep: each version once, and nothing that nobody reads. */
class ItemStoresTest {

  private static final String KEY = "shop/web";

  private final ItemStores stores = new ItemStores();

  @Test
  void bothHoldOneObjectOfAVersion() {
    ItemStore<BleuWorkload> cache = stores.cache(BleuWorkload.class);
    ItemStore<BleuWorkload> controller = stores.controller(BleuWorkload.class);
    cache.put(KEY, workload("1"));
    controller.put(KEY, workload("1"));
    assertSame(cache.get(KEY), controller.get(KEY));
    controller.put(KEY, workload("2"));
    assertNotSame(cache.get(KEY), controller.get(KEY));
    assertEquals("1", cache.get(KEY).getMetadata().getResourceVersion());
    cache.put(KEY, workload("2"));
    assertSame(cache.get(KEY), controller.get(KEY));
    cache.remove(KEY);
    assertNull(cache.get(KEY));
    assertEquals("2", controller.get(KEY).getMetadata().getResourceVersion());
  }

  @Test
  void whatNobodyReadsIsNotKept() {
    ItemStore<BleuWorkload> controller = stores.controller(BleuWorkload.class);
    controller.put(KEY, workload("1"));
    assertNull(controller.get(KEY).getMetadata().getManagedFields());
    assertFalse(
        controller
            .get(KEY)
            .getMetadata()
            .getAnnotations()
            .containsKey("kubectl.kubernetes.io/last-applied-configuration"));
    assertEquals("team", controller.get(KEY).getMetadata().getAnnotations().get("of"));
  }

  /** A pass asks for the inputs of a decision; its controller compares the whole status. */
  @Test
  void ofAPlacementTheCacheKeepsTheInputs() {
    String placement =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: shop, uid: u, resourceVersion: "7"}
        status:
          inputs: {engine: e, digest: "sha256:1"}
          rejected: [{zone: a, codes: [ZoneLost]}]
          explanations: [{rule: r, result: Reject, code: ZoneLost, message: m, zones: [a]}]
        """;
    ItemStore<WorkloadPlacement> cache = stores.cache(WorkloadPlacement.class);
    ItemStore<WorkloadPlacement> controller = stores.controller(WorkloadPlacement.class);
    cache.put(KEY, Serialization.unmarshal(placement, WorkloadPlacement.class));
    controller.put(KEY, Serialization.unmarshal(placement, WorkloadPlacement.class));
    assertEquals("sha256:1", cache.get(KEY).getStatus().inputs().digest());
    assertEquals(0, cache.get(KEY).getStatus().explanations().size());
    assertEquals(1, controller.get(KEY).getStatus().explanations().size());
    assertEquals(1, controller.get(KEY).getStatus().rejected().size());
  }

  private static BleuWorkload workload(String version) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata:
          name: web
          namespace: shop
          uid: u
          resourceVersion: "%s"
          annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}", of: team}
          managedFields: [{manager: kubectl, operation: Apply}]
        spec: {replicas: 1}
        """
            .formatted(version),
        BleuWorkload.class);
  }
}
