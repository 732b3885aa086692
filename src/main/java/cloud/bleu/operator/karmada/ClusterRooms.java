package cloud.bleu.operator.karmada;

import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.ReportedRooms;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.zone.SeenRoom;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clusters of Karmada have for workloads, by {@code status.resourceSummary}: what all nodes
 * have, less what pods ask that no decision counts. It sums over all nodes, those that are not
 * ready or cordoned included; of those that are not ready {@code status.nodeSummary} has the
 * number. Source: {@code pkg/controllers/status/cluster_status_controller.go} of Karmada 1.18.2.
 * Looked at by one thread.
 */
final class ClusterRooms {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterRooms.class);

  private final Supplier<Caches> caches;
  private final BindingReplicas standing;
  private final LongSupplier nanos;
  private final Map<String, OthersLoad> others = new HashMap<>();
  private final Map<String, Summary> summaries = new ConcurrentHashMap<>();
  private final ReportedRooms rooms;

  /**
   * What the room of a cluster is made of.
   *
   * @param whole what its nodes have
   * @param taken what others ask of that
   * @param uncounted the replicas in that which no decision counts, by binding
   */
  private record Summary(
      Quantities whole, Quantities taken, Map<String, OthersLoad.Replicas> uncounted) {

    /** Nothing is reported. */
    private static final Summary NOTHING = new Summary(Quantities.NONE, Quantities.NONE, Map.of());
  }

  /**
   * @param standing what stands of decisions
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  ClusterRooms(Supplier<Caches> caches, BindingReplicas standing, Clock clock, LongSupplier nanos) {
    this.caches = caches;
    this.standing = standing;
    this.nanos = nanos;
    rooms = new ReportedRooms(Capacity.Origin.Karmada, clock);
  }

  @Nullable ReportedRoom of(String cluster) {
    return rooms.of(cluster);
  }

  /**
   * How much more room a cluster would have if decisions counted what stands of some bindings.
   *
   * @param bindings as {@code ResourceBinding.subject} says them
   */
  Quantities gain(String cluster, Set<String> bindings) {
    Summary summary = summaries.get(cluster);
    if (summary == null) {
      return Quantities.NONE;
    }
    Quantities theirs = Quantities.NONE;
    for (String binding : bindings) {
      OthersLoad.Replicas some =
          summary.uncounted().getOrDefault(binding, OthersLoad.Replicas.NONE);
      theirs = theirs.plus(some.one().times(some.standing()));
    }
    Quantities room = summary.whole().minus(summary.taken());
    return summary.whole().minus(summary.taken().minus(theirs)).minus(room);
  }

  /**
   * Whether so many replicas of a binding that no decision counts are in what others ask of a
   * cluster, as far as that is reported.
   */
  boolean isKnown(String cluster, String binding, int standing) {
    Summary summary = summaries.get(cluster);
    return Summary.NOTHING.equals(summary)
        || summary != null
            && summary.uncounted().getOrDefault(binding, OthersLoad.Replicas.NONE).standing()
                >= standing;
  }

  String remark(String cluster) {
    return rooms.remark(cluster);
  }

  /**
   * Looks at the clusters whose reports count now.
   *
   * @param named clusters that zones name
   * @param reached those of them whose word counts; what others reported stays
   * @return whether one whose room nobody declared has another than before
   */
  boolean look(Set<String> named, Set<String> reached, KarmadaCaches seen) {
    rooms.retain(named);
    summaries.keySet().retainAll(reached);
    others.keySet().retainAll(named);
    if (reached.isEmpty()) {
      return false;
    }
    Map<String, Map<String, OthersLoad.Replicas>> ours;
    try {
      ours = standing.in(reached, seen.bindings());
    } catch (RuntimeException e) {
      LOG.error("what stands in clusters of Karmada cannot be said; their room stays as it is", e);
      return false;
    }
    boolean changed = false;
    for (String cluster : reached) {
      try {
        boolean other = look(cluster, seen.cluster(cluster), ours.getOrDefault(cluster, Map.of()));
        changed |= other && isMeasured(cluster);
      } catch (RuntimeException e) {
        LOG.error("the room of the cluster {} of Karmada cannot be said", cluster, e);
      }
    }
    return changed;
  }

  private boolean isMeasured(String cluster) {
    return caches.get().zonesOfKarmada(cluster).stream()
        .anyMatch(zone -> !caches.get().declaresRoom(zone.getMetadata().getName()));
  }

  private boolean look(
      String name,
      @Nullable GenericKubernetesResource cluster,
      Map<String, OthersLoad.Replicas> ours) {
    Quantities allocatable = amounts(cluster, "allocatable");
    Quantities allocated = load(cluster, "allocated");
    Quantities allocating = load(cluster, "allocating");
    if (cluster == null || allocatable == null || allocated == null || allocating == null) {
      summaries.put(name, Summary.NOTHING);
      return rooms.put(name, null);
    }
    long now = nanos.getAsLong();
    OthersLoad load = others.computeIfAbsent(name, n -> new OthersLoad());
    Quantities taken = load.of(now, allocated.plus(allocating), ours);
    Quantities whole = ready(cluster, allocatable);
    Summary summary = new Summary(whole, taken, load.uncounted(ours));
    Summary before = summaries.put(name, summary);
    if (load.isUnsure(now) && rooms.of(name) == null && isRecorded(name)) {
      // What was seen before is nearer to it.
      return false;
    }
    boolean other = before != null && !before.uncounted().equals(summary.uncounted());
    return rooms.put(name, whole.minus(taken)) || other;
  }

  private boolean isRecorded(String cluster) {
    return caches.get().zonesOfKarmada(cluster).stream().anyMatch(SeenRoom::isRecorded);
  }

  /**
   * As large a part as there are ready nodes: how large each of them is, is not known. Where none
   * is ready it is of no other size: what runs there is not moved for that.
   */
  static Quantities ready(GenericKubernetesResource cluster, Quantities allocatable) {
    long total = count(cluster, "totalNum");
    long ready = count(cluster, "readyNum");
    if (ready <= 0 || ready >= total) {
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

  /** Nothing where none is asked; null where it cannot be read how much is. */
  private static @Nullable Quantities load(
      @Nullable GenericKubernetesResource cluster, String list) {
    Object written = cluster == null ? null : cluster.get("status", "resourceSummary", list);
    return written == null || written.equals(Map.of())
        ? Quantities.NONE
        : ReportedRoom.amounts(written);
  }
}
