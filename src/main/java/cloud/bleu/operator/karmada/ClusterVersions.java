package cloud.bleu.operator.karmada;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.operator.member.MemberVersion;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The versions of Kubernetes that clusters of Karmada are of, as {@code status.kubernetesVersion}
 * had them last. Karmada empties that field when it asks a cluster in vain, and may be away itself:
 * what was said before stands then, be it to a process before this one. One thread looks; any may
 * ask.
 */
final class ClusterVersions {

  private final Function<String, @Nullable AvailabilityZone> zone;
  private final Map<String, MemberVersion> last = new ConcurrentHashMap<>();

  /**
   * @param zone by its name
   */
  ClusterVersions(Function<String, @Nullable AvailabilityZone> zone) {
    this.zone = zone;
  }

  /**
   * Looks anew.
   *
   * @param zones by cluster: others are forgotten
   * @param seen null: Karmada is not there, or not known to be
   * @return zones of whose cluster another version is known than before
   */
  Set<String> look(Map<String, Set<String>> zones, @Nullable KarmadaCaches seen) {
    last.keySet().retainAll(zones.keySet());
    Set<String> others = new HashSet<>();
    zones.forEach(
        (cluster, some) -> {
          MemberVersion before = last.get(cluster);
          MemberVersion now = now(cluster, seen, before == null ? recorded(some) : before);
          if (now == null) {
            last.remove(cluster);
          } else {
            last.put(cluster, now);
          }
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
    String remark = version == null ? null : version.remark("Karmada");
    return remark == null || more == null ? (remark == null ? more : remark) : remark + "; " + more;
  }

  private static @Nullable MemberVersion now(
      String cluster, @Nullable KarmadaCaches seen, @Nullable MemberVersion known) {
    // Asked first: in a list that is not whole a Cluster may be missing that is there.
    boolean isWhole = seen != null && seen.unseen() == null;
    GenericKubernetesResource object = seen == null ? null : seen.cluster(cluster);
    if (object == null) {
      return isWhole ? null : known;
    }
    MemberVersion said =
        object.get("status", PrunedStore.VERSION) instanceof String text
            ? MemberVersion.reported(text)
            : null;
    return said == null ? known : said;
  }

  /** What the status of one of the zones has. */
  private @Nullable MemberVersion recorded(Set<String> some) {
    for (String name : some) {
      AvailabilityZone object = zone.apply(name);
      MemberVersion version = object == null ? null : recorded(object);
      if (version != null) {
        return version;
      }
    }
    return null;
  }

  /** The same of one zone, unless that may have named another cluster when it was written. */
  private static @Nullable MemberVersion recorded(AvailabilityZone zone) {
    AvailabilityZoneStatus status = zone.getStatus();
    return status != null
            && Objects.equals(status.observedGeneration(), zone.getMetadata().getGeneration())
        ? MemberVersion.reported(status.clusterVersion())
        : null;
  }
}
