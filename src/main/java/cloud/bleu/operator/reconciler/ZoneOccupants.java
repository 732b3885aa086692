package cloud.bleu.operator.reconciler;

import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.routing.ZoneClusters;
import cloud.bleu.placement.model.WorkloadId;
import java.util.Map;
import java.util.function.BiPredicate;

/** What stands in zones or is decided for them, in this cluster and in others. */
public final class ZoneOccupants {

  private final Caches caches;
  private final ZoneClusters clusters;
  private final Ledger ledger;

  /**
   * @param clusters where replicas in other clusters are asked for
   * @param ledger has the decisions in force
   */
  public ZoneOccupants(Caches caches, ZoneClusters clusters, Ledger ledger) {
    this.caches = caches;
    this.clusters = clusters;
    this.ledger = ledger;
  }

  /** Whether a zone is in use. */
  ZoneUse use(String zone) {
    if (caches.hasChildren(zone)
        || clusters.hasChildren(zone)
        || clusters.isHeld(zone)
        || isDecided(zone, ledger.all(), caches::holds)) {
      return ZoneUse.USED;
    }
    return clusters.isUnlisted(zone) ? ZoneUse.UNKNOWN : ZoneUse.FREE;
  }

  /**
   * Whether a workload that is there has replicas in a zone by decision. One that is gone does not
   * count, even while the ledger cannot be told: the zone's deletion must not wait for another
   * object.
   *
   * @param inForce every decision in force
   * @param there whether the very workload of a uid is there, be it on its way out
   */
  public static boolean isDecided(
      String zone,
      Map<WorkloadId, DecisionInForce> inForce,
      BiPredicate<WorkloadId, String> there) {
    return inForce.entrySet().stream()
        .anyMatch(
            f ->
                f.getValue().spec().assignments().stream()
                        .anyMatch(a -> a.zone().equals(zone) && a.replicas() > 0)
                    && there.test(f.getKey(), f.getValue().uid()));
  }
}
