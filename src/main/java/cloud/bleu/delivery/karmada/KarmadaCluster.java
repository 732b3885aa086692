package cloud.bleu.delivery.karmada;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a Cluster of Karmada is, as far as a policy can ask for it.
 *
 * @param id of the cluster, as Karmada read it there, in most the uid of its namespace kube-system;
 *     null: Karmada has not said it
 * @param fields its provider and its region, as far as they are stated
 * @param zones that it spans
 * @param taints that keep workloads out of it
 */
public record KarmadaCluster(
    String name,
    @Nullable String id,
    Map<String, String> labels,
    Map<String, String> fields,
    List<String> zones,
    List<Taint> taints) {

  private static final List<String> FIELDS = List.of("provider", "region");

  public KarmadaCluster {
    labels = Map.copyOf(labels);
    fields = Map.copyOf(fields);
    zones = List.copyOf(zones);
    taints = List.copyOf(taints);
  }

  /** One of which nothing is seen: no policy that selects by labels or fields takes it. */
  public static KarmadaCluster unseen(String name) {
    return new KarmadaCluster(name, null, Map.of(), Map.of(), List.of(), List.of());
  }

  /** A Cluster as its object says it. */
  public static KarmadaCluster of(GenericKubernetesResource cluster) {
    Map<String, String> fields = new HashMap<>();
    for (String field : FIELDS) {
      if (cluster.get("spec", field) instanceof String value && !value.isEmpty()) {
        fields.put(field, value);
      }
    }
    return new KarmadaCluster(
        cluster.getMetadata().getName(),
        cluster.get("spec", "id") instanceof String id && !id.isBlank() ? id : null,
        Objects.requireNonNullElse(cluster.getMetadata().getLabels(), Map.of()),
        fields,
        cluster.get("spec", "zones") instanceof List<?> zones
            ? zones.stream().map(String::valueOf).toList()
            : List.of(),
        ClusterTaints.of(cluster));
  }
}
