package cloud.bleu.operator.karmada;

import cloud.bleu.operator.member.MemberVersion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions of Kubernetes that clusters of Karmada are of, as {@code status.kubernetesVersion}
 * has them. One thread looks; any may ask. Of a Karmada that is away the last ones stand.
 */
final class ClusterVersions {

  private final Map<String, MemberVersion> last = new ConcurrentHashMap<>();

  /**
   * Looks anew.
   *
   * @param zones by cluster: others are forgotten
   * @return zones of whose cluster another version is known than before
   */
  Set<String> look(Map<String, Set<String>> zones, KarmadaCaches seen) {
    last.keySet().retainAll(zones.keySet());
    Set<String> others = new HashSet<>();
    zones.forEach(
        (cluster, some) -> {
          MemberVersion now = said(seen.cluster(cluster));
          MemberVersion before = now == null ? last.remove(cluster) : last.put(cluster, now);
          if (!Objects.equals(before, now)) {
            others.addAll(some);
          }
        });
    return others;
  }

  /** The version of a cluster, as in {@code v1.36.3}; null: Karmada has not said one. */
  @Nullable String of(String cluster) {
    MemberVersion version = last.get(cluster);
    return version == null ? null : version.text();
  }

  /**
   * What there is to know of working with that version, before something else that is said.
   *
   * @param more null: there is nothing else
   * @return null: there is nothing to say
   */
  @Nullable String remark(String cluster, @Nullable String more) {
    MemberVersion version = last.get(cluster);
    String remark = version == null ? null : version.remark();
    return remark == null || more == null ? (remark == null ? more : remark) : remark + "; " + more;
  }

  private static @Nullable MemberVersion said(@Nullable GenericKubernetesResource cluster) {
    return cluster != null && cluster.get("status", "kubernetesVersion") instanceof String text
        ? MemberVersion.reported(text)
        : null;
  }
}
