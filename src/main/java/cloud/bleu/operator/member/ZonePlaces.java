package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.ClusterIdentity;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether zones are in the clusters that have what is held of them. A zone may have moved: its way
 * leads elsewhere, its server was replaced, or it was declared in this cluster. Then nothing may be
 * created, removed or called gone there: it would run twice, or for ever. A zone that may have the
 * nodes of another zone gets nothing new either.
 */
public final class ZonePlaces {

  /** What no other way into a cluster begins with. */
  private static final String KARMADA = "karmada:";

  private final Function<String, @Nullable String> clusters;
  private final Function<String, @Nullable String> uids;
  private final Function<String, @Nullable String> recorded;
  private final Function<String, @Nullable String> rivals;
  private final Clock clock;
  private final Map<String, Instant> since = new ConcurrentHashMap<>();

  /**
   * @param clusters by zone, {@link Clusters#OWN} for the own one, {@link #ofKarmada} for one of
   *     Karmada, null for a zone that is not declared
   * @param uids of clusters, null before they have answered
   * @param recorded by zone: the cluster that it is known by, null for none
   * @param rivals by zone of which nothing is held: that another one may have its nodes and comes
   *     before it, and what to do; null for none
   */
  public ZonePlaces(
      Function<String, @Nullable String> clusters,
      Function<String, @Nullable String> uids,
      Function<String, @Nullable String> recorded,
      Function<String, @Nullable String> rivals,
      Clock clock) {
    this.clusters = clusters;
    this.uids = uids;
    this.recorded = recorded;
    this.rivals = rivals;
    this.clock = clock;
  }

  /** A cluster of Karmada, for a zone that is one: of such a cluster no uid is known. */
  static String ofKarmada(String cluster) {
    return KARMADA + cluster;
  }

  /**
   * Why nothing of a workload may be changed in a zone.
   *
   * @param held the cluster in which something of the workload may stand in that zone, empty where
   *     it is not known which; null: nothing of it stands there
   * @return null when nothing is in the way, and while the cluster of the zone has not answered yet
   */
  public @Nullable Reach barred(String zone, @Nullable String held) {
    String cluster = clusters.apply(zone);
    boolean unnamed =
        cluster == null || cluster.equals(Clusters.OWN) || cluster.startsWith(KARMADA);
    String present = unnamed ? "" : uids.apply(cluster);
    String before = before(held, recorded.apply(zone));
    boolean unmoved = before == null || ClusterIdentity.isSame(before, present);
    if (present != null && !unnamed && held == null && unmoved) {
      String rival = rivals.apply(zone);
      if (rival != null) {
        return unreached(zone, DeliveryProblem.SAME_CLUSTER, rival);
      }
    }
    if (before == null
        || present == null
        || (!unnamed && ClusterIdentity.isSame(before, present))) {
      since.remove(zone);
      return null;
    }
    return unreached(
        zone,
        DeliveryProblem.ANOTHER_CLUSTER,
        "what stands in it is in "
            + (before.isEmpty()
                ? "a cluster that its finalizer does not name"
                : "cluster " + before)
            + " and the zone is "
            + place(cluster, present)
            + " now, so nothing of it is changed in either: declare the zone as it was. To move it,"
            + " set its state to Drained first. Where the former cluster is gone for good, remove"
            + " the finalizers of the zone from its workloads");
  }

  /** Where a zone is by now, as a sentence has it. */
  private static String place(@Nullable String cluster, String present) {
    if (cluster == null) {
      return "not declared";
    }
    if (cluster.equals(Clusters.OWN)) {
      return "declared in the cluster of the operator";
    }
    return cluster.startsWith(KARMADA)
        ? "cluster " + cluster.substring(KARMADA.length()) + " of Karmada"
        : "in cluster " + present;
  }

  /** The cluster that had it: a finalizer may say less of it than was recorded since. */
  private static @Nullable String before(@Nullable String held, @Nullable String recorded) {
    return held == null ? recorded : ClusterIdentity.precise(held, recorded);
  }

  private Reach unreached(String zone, String reason, String message) {
    return new Reach(
        Reach.State.UNREACHED,
        since.computeIfAbsent(zone, z -> clock.instant().truncatedTo(ChronoUnit.SECONDS)),
        reason,
        message);
  }
}
