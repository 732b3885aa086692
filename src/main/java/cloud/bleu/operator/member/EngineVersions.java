package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.operator.cache.Caches;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The versions of Kubernetes that clusters of an engine had last, by the engine's objects. Karmada
 * empties that field when it asks a cluster in vain, and an engine may be unavailable itself. Then
 * the version stays that was known before, even if an earlier process read it. One thread looks;
 * any may ask.
 */
public final class EngineVersions {

  private final String writer;
  private final List<String> path;
  private final Supplier<Caches> caches;
  private final Map<String, MemberVersion> last = new ConcurrentHashMap<>();

  /**
   * What an engine has now.
   *
   * @param whole whether a cluster that is not among its objects is not there
   * @param cluster its object by the name of the cluster, null: it has none
   */
  public record Seen(
      boolean whole, Function<String, @Nullable GenericKubernetesResource> cluster) {}

  /**
   * @param writer who writes in the clusters, for people, as in {@code Karmada}
   * @param path of the version in the object of a cluster
   * @param caches with the status of the zones
   */
  public EngineVersions(String writer, List<String> path, Supplier<Caches> caches) {
    this.writer = writer;
    this.path = List.copyOf(path);
    this.caches = caches;
  }

  /**
   * Looks anew.
   *
   * @param zones by cluster: others are forgotten
   * @param seen null: the engine is not there, or not known to be
   * @return zones of whose cluster another version is known than before
   */
  public Set<String> look(Map<String, Set<String>> zones, @Nullable Seen seen) {
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

  /** The version of a cluster, as in {@code v1.36.3}; null: the engine has not said one. */
  public @Nullable String of(String cluster) {
    MemberVersion version = last.get(cluster);
    return version == null ? null : version.text();
  }

  /**
   * What there is to know of working with that version, before something else that is said.
   *
   * @param more null: there is nothing else
   * @return null: there is nothing to say
   */
  public @Nullable String remark(String cluster, @Nullable String more) {
    MemberVersion version = last.get(cluster);
    String remark = version == null ? null : version.remark(writer);
    return remark == null || more == null ? (remark == null ? more : remark) : remark + "; " + more;
  }

  private @Nullable MemberVersion now(
      String cluster, @Nullable Seen seen, @Nullable MemberVersion known) {
    GenericKubernetesResource object = seen == null ? null : seen.cluster().apply(cluster);
    if (object == null) {
      return seen != null && seen.whole() ? null : known;
    }
    MemberVersion said =
        object.get(path.toArray()) instanceof String text ? MemberVersion.reported(text) : null;
    return said == null ? known : said;
  }

  /** What the status of one of the zones has. */
  private @Nullable MemberVersion recorded(Set<String> some) {
    for (String name : some) {
      AvailabilityZone object = caches.get().zones.getIndexer().getByKey(name);
      MemberVersion version = object == null ? null : recorded(object);
      if (version != null) {
        return version;
      }
    }
    return null;
  }

  /**
   * What the status of a zone has, unless the zone may have named another cluster when it was
   * written.
   */
  private static @Nullable MemberVersion recorded(AvailabilityZone zone) {
    AvailabilityZoneStatus status = zone.getStatus();
    return status != null
            && Objects.equals(status.observedGeneration(), zone.getMetadata().getGeneration())
        ? MemberVersion.reported(status.clusterVersion())
        : null;
  }
}
