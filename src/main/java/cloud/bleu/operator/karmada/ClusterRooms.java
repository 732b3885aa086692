package cloud.bleu.operator.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.ReportedRooms;
import cloud.bleu.operator.trigger.Relevance;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.load.RememberedRequests;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.pod.Sources;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What clusters of Karmada have for workloads, by {@code status.resourceSummary}: what all nodes
 * have, less what pods ask that no decision counts. It sums over all nodes, those that are not
 * ready or cordoned included; of those that are not ready {@code status.nodeSummary} has the
 * number. Source: {@code pkg/controllers/status/cluster_status_controller.go} of Karmada 1.18.2.
 * Looked at by one thread.
 */
final class ClusterRooms {

  private final Supplier<Caches> caches;
  private final BindingWorkloads workloads;
  private final LongSupplier nanos;
  private final RememberedRequests requests = new RememberedRequests();
  private final Map<String, OthersLoad> others = new HashMap<>();
  private final ReportedRooms rooms;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  ClusterRooms(
      Supplier<Caches> caches, BindingWorkloads workloads, Clock clock, LongSupplier nanos) {
    this.caches = caches;
    this.workloads = workloads;
    this.nanos = nanos;
    rooms = new ReportedRooms(Capacity.Origin.Karmada, clock);
  }

  @Nullable ReportedRoom of(String cluster) {
    return rooms.of(cluster);
  }

  String remark(String cluster) {
    return rooms.remark(cluster);
  }

  /**
   * Looks at the clusters whose word counts now.
   *
   * @param measured clusters whose room nobody declared
   * @param reached those of them whose word counts; what others reported stays
   * @return whether one has another room than before
   */
  boolean look(Set<String> measured, Set<String> reached, KarmadaCaches seen) {
    rooms.retain(measured);
    others.keySet().retainAll(measured);
    if (reached.isEmpty()) {
      return false;
    }
    Map<String, Quantities> ours = ours(reached, seen.bindings());
    boolean changed = false;
    for (String cluster : reached) {
      changed |=
          rooms.put(
              cluster,
              free(cluster, seen.cluster(cluster), ours.getOrDefault(cluster, Quantities.NONE)));
    }
    return changed;
  }

  private @Nullable Quantities free(
      String name, @Nullable GenericKubernetesResource cluster, Quantities ours) {
    Quantities allocatable = amounts(cluster, "allocatable");
    if (cluster == null || allocatable == null) {
      others.remove(name);
      return null;
    }
    Quantities allocated = amounts(cluster, "allocated");
    Quantities allocating = amounts(cluster, "allocating");
    Quantities all =
        (allocated == null ? Quantities.NONE : allocated)
            .plus(allocating == null ? Quantities.NONE : allocating);
    return ready(cluster, allocatable)
        .minus(
            others.computeIfAbsent(name, n -> new OthersLoad()).of(nanos.getAsLong(), all, ours));
  }

  /** As large a part as there are ready nodes: how large each of them is, is not known. */
  private static Quantities ready(GenericKubernetesResource cluster, Quantities allocatable) {
    long total = count(cluster, "totalNum");
    long ready = count(cluster, "readyNum");
    if (total <= 0 || ready >= total) {
      return allocatable;
    }
    TreeMap<String, Long> part = new TreeMap<>(allocatable.amounts());
    part.replaceAll((resource, amount) -> amount / total * ready + amount % total * ready / total);
    return new Quantities(part);
  }

  private static long count(GenericKubernetesResource cluster, String field) {
    return cluster.get("status", "nodeSummary", field) instanceof Number number
        ? number.longValue()
        : 0;
  }

  private static @Nullable Quantities amounts(
      @Nullable GenericKubernetesResource cluster, String list) {
    return cluster == null
        ? null
        : ReportedRoom.amounts(cluster.get("status", "resourceSummary", list));
  }

  /** What the replicas ask that stand by decisions, by cluster: as much as decisions count. */
  private Map<String, Quantities> ours(
      Set<String> clusters, List<GenericKubernetesResource> bindings) {
    requests.begin();
    Sources sources =
        new Sources(
            caches.get().deployments.getIndexer().list().stream()
                .filter(Relevance::ofTemplate)
                .toList());
    Map<String, Quantities> ours = new HashMap<>();
    for (GenericKubernetesResource object : bindings) {
      Map<String, Integer> standing = new HashMap<>(new ResourceBinding(object).standing());
      standing.keySet().retainAll(clusters);
      BleuWorkload workload =
          standing.isEmpty() ? null : workloads.deciding(ResourceBinding.subject(object));
      if (workload != null) {
        Quantities one = requests.of(workload, sources);
        standing.forEach(
            (cluster, replicas) -> ours.merge(cluster, one.times(replicas), Quantities::plus));
      }
    }
    return ours;
  }
}
