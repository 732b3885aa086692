package cloud.bleu.operator.karmada;

import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.delivery.manifest.WriteTimes;
import cloud.bleu.operator.member.MemberVersion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps only what is read of objects of Karmada. Most of a Cluster is a list of what it could
 * serve. Most bindings belong to other schedulers; of these only the object that they are about is
 * kept.
 */
final class PrunedStore extends BasicItemStore<GenericKubernetesResource> {

  private static final Set<String> OF_OTHERS = Set.of("resource", "schedulerName", "suspension");
  private static final Set<String> OF_OURS =
      Set.of(
          "resource",
          "schedulerName",
          "suspension",
          "preserveResourcesOnDeletion",
          "clusters",
          "gracefulEvictionTasks",
          "placement");
  private static final Set<String> OF_CLUSTER =
      Set.of("id", "taints", "provider", "region", "zones");
  private static final Set<String> STATUS =
      Set.of("aggregatedStatus", "conditions", "schedulerObservedGeneration");

  /** Of the status of a Cluster. */
  static final String VERSION = "kubernetesVersion";

  private static final String RESOURCES = "resourceSummary";

  private final Consumer<GenericKubernetesResource> prune;

  /**
   * @param prune drops what nobody reads
   */
  PrunedStore(Consumer<GenericKubernetesResource> prune) {
    super(Cache::metaNamespaceKeyFunc);
    this.prune = prune;
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    prune.accept(object);
    return super.put(key, object);
  }

  /** Leaves of a Cluster what policies ask for, its conditions, its version, and its sums. */
  static void cluster(GenericKubernetesResource object) {
    retain(object, OF_CLUSTER, Set.of("conditions", VERSION, "nodeSummary", RESOURCES));
    if (object.get("status") instanceof Map<?, ?> status
        && !(status.get(VERSION) instanceof String text && MemberVersion.reported(text) != null)) {
      status.remove(VERSION);
    }
    retain(object.get("status", RESOURCES), Set.of("allocatable", "allocated", "allocating"));
  }

  /**
   * Leaves of a ResourceBinding what a scheduler reads and when it was written, and less of those
   * of others.
   */
  static void binding(GenericKubernetesResource object) {
    boolean ours = ResourceBinding.SCHEDULER.equals(object.get("spec", "schedulerName"));
    List<ManagedFieldsEntry> noted = WriteTimes.noted(object.getMetadata().getManagedFields());
    retain(object, ours ? OF_OURS : OF_OTHERS, ours ? STATUS : Set.of());
    if (ours) {
      object.getMetadata().setManagedFields(noted);
    }
  }

  private static void retain(
      GenericKubernetesResource object, Set<String> spec, Set<String> status) {
    object.getMetadata().setManagedFields(null);
    // Among them the placement as Karmada's own scheduler read it, once more.
    object.getMetadata().setAnnotations(null);
    Map<String, Object> parts = object.getAdditionalProperties();
    parts.keySet().retainAll(Set.of("spec", "status"));
    retain(parts.get("spec"), spec);
    retain(parts.get("status"), status);
  }

  private static void retain(@Nullable Object part, Set<String> read) {
    if (part instanceof Map<?, ?> map) {
      map.keySet().retainAll(read);
    }
  }
}
