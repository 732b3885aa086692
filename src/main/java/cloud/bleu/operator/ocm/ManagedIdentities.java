package cloud.bleu.operator.ocm;

import cloud.bleu.api.v1alpha1.ClusterIdentity;
import cloud.bleu.operator.member.ClusterClaims;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what managed clusters are recognised: the uid of the ManagedCluster, and the claim {@code
 * id.k8s.io} if its agent reports it. A cluster that was built anew registers under the same
 * ManagedCluster, with another claim. For one thread, except the static methods.
 */
final class ManagedIdentities {

  /** The claim of Kubernetes that names a cluster, in most the uid of its kube-system. */
  private static final String CLAIM = "id.k8s.io";

  private final Map<String, @Nullable String> last = new HashMap<>();

  /**
   * The identity of a cluster; null for none.
   *
   * @param cluster the ManagedCluster, null: there is none
   */
  static @Nullable String of(@Nullable GenericKubernetesResource cluster) {
    return cluster == null
        ? null
        : ClusterIdentity.of(cluster.getMetadata().getUid(), mark(cluster));
  }

  private static @Nullable String mark(GenericKubernetesResource cluster) {
    String claim = claim(cluster);
    return claim == null ? null : ClusterClaims.mark(claim);
  }

  /** What the agent of a cluster claims that it is; null: nothing, or there is no such cluster. */
  static @Nullable String claim(@Nullable GenericKubernetesResource cluster) {
    if (cluster != null && cluster.get("status", "clusterClaims") instanceof List<?> claims) {
      for (Object one : claims) {
        if (one instanceof Map<?, ?> claim
            && CLAIM.equals(claim.get("name"))
            && claim.get("value") instanceof String value
            && !value.isBlank()) {
          return value;
        }
      }
    }
    return null;
  }

  /** Whether a cluster is known by something else than when that was asked last. */
  boolean isOther(String name, @Nullable String identity) {
    return !Objects.equals(identity, last.put(name, identity));
  }

  /** Forgets clusters that no zone names. */
  void retain(Set<String> clusters) {
    last.keySet().retainAll(clusters);
  }
}
