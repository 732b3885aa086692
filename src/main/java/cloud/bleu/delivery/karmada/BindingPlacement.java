package cloud.bleu.delivery.karmada;

import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the policy of the user says of clusters, as Karmada copies it into {@code spec.placement} of
 * a ResourceBinding. Selectors of labels and fields are not read. Source: {@code
 * pkg/apis/policy/v1alpha1/propagation_types.go} of Karmada 1.18.2.
 *
 * @param placement as the binding has it; empty where it has none
 */
record BindingPlacement(Map<?, ?> placement) {

  /** Whether no affinity of the policy takes a cluster, by the names that it states. */
  boolean excludes(String cluster) {
    if (placement.get("clusterAffinity") instanceof Map<?, ?> affinity) {
      return excludes(affinity, cluster);
    }
    List<?> groups = list(placement.get("clusterAffinities"));
    return !groups.isEmpty() && groups.stream().allMatch(group -> excludesAll(group, cluster));
  }

  private static boolean excludesAll(@Nullable Object group, String cluster) {
    return group instanceof Map<?, ?> one
        && excludes(one, cluster)
        && list(one.get("overflowAffinities")).stream()
            .allMatch(more -> more instanceof Map<?, ?> tier && excludes(tier, cluster));
  }

  private static boolean excludes(Map<?, ?> affinity, String cluster) {
    List<?> names = list(affinity.get("clusterNames"));
    return list(affinity.get("exclude")).contains(cluster)
        || (!names.isEmpty() && !names.contains(cluster));
  }

  /**
   * The first taint that the policy does not tolerate; null when it tolerates all. What is
   * tolerated for a time only is evicted after it, so it counts as not tolerated.
   */
  @Nullable Taint untolerated(List<Taint> taints) {
    return taints.stream()
        .filter(
            taint ->
                list(placement.get("clusterTolerations")).stream()
                    .noneMatch(one -> one instanceof Map<?, ?> t && tolerates(t, taint)))
        .findFirst()
        .orElse(null);
  }

  /** As {@code Toleration.ToleratesTaint} of Kubernetes, without operators that compare numbers. */
  private static boolean tolerates(Map<?, ?> toleration, Taint taint) {
    String key = text(toleration.get("key"));
    String effect = text(toleration.get("effect"));
    if ((!effect.isEmpty() && !effect.equals(taint.getEffect()))
        || (!key.isEmpty() && !key.equals(taint.getKey()))
        || (ClusterTaints.EVICTS.equals(taint.getEffect())
            && toleration.get("tolerationSeconds") != null)) {
      return false;
    }
    return switch (text(toleration.get("operator"))) {
      case "", "Equal" -> text(toleration.get("value")).equals(text(taint.getValue()));
      case "Exists" -> true;
      default -> false;
    };
  }

  private static String text(@Nullable Object value) {
    return Objects.requireNonNullElse(value, "").toString();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
