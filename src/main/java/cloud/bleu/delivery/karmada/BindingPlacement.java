package cloud.bleu.delivery.karmada;

import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the policy of the user says of clusters, as Karmada copies it into {@code spec.placement} of
 * a ResourceBinding. Source: {@code pkg/apis/policy/v1alpha1/propagation_types.go} of Karmada
 * 1.18.2.
 *
 * @param placement as the binding has it; empty where it has none
 */
record BindingPlacement(Map<?, ?> placement) {

  /** Whether no affinity of the policy takes a cluster. */
  boolean excludes(KarmadaCluster cluster) {
    if (placement.get("clusterAffinity") instanceof Map<?, ?> affinity) {
      return new ClusterAffinity(affinity).excludes(cluster);
    }
    List<?> groups = list(placement.get("clusterAffinities"));
    return !groups.isEmpty() && groups.stream().allMatch(group -> excludesAll(group, cluster));
  }

  private static boolean excludesAll(@Nullable Object group, KarmadaCluster cluster) {
    return group instanceof Map<?, ?> one
        && new ClusterAffinity(one).excludes(cluster)
        && list(one.get("overflowAffinities")).stream()
            .allMatch(
                more ->
                    more instanceof Map<?, ?> tier && new ClusterAffinity(tier).excludes(cluster));
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
