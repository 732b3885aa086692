package cloud.bleu.delivery.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a binding of the operator says of zones: what stands in clusters that have an entry, what is
 * left in others, and what keeps a zone from getting anything.
 */
final class BindingView {

  /** In place of a zone, for a cluster that no zone is. No zone has a space in its name. */
  private static final String NO_ZONE = "no zone of ";

  private final KarmadaObjects objects;
  private final BindingReport report;
  private final EntryReductions reductions;
  private final FormerClusters left;

  BindingView(
      KarmadaObjects objects,
      BindingReport report,
      EntryReductions reductions,
      FormerClusters left) {
    this.objects = objects;
    this.report = report;
    this.reductions = reductions;
    this.left = left;
  }

  /**
   * What is seen of a workload.
   *
   * @param zones that are to hold something
   */
  TargetObservation of(BleuWorkload workload, ResourceBinding binding, Set<String> zones) {
    FormerClusters.Remainder remainder = left.of(workload, binding);
    Map<String, TargetObservation.Unseen> unseen = new HashMap<>(remainder.unseen());
    List<ZoneObservation> standing = standing(workload, binding, unseen);
    Map<String, DeliveryProblem> obstacles = new HashMap<>();
    List<ZoneObservation> ending = new ArrayList<>();
    remainder
        .standing()
        .forEach(
            (cluster, one) -> {
              String zone = zone(cluster);
              int ready = zones.contains(zone) ? 0 : one.ready();
              ending.add(BindingReport.left(binding, cluster, zone, one.replicas(), ready));
              obstacles.put(
                  zone,
                  BindingObstacle.removing(
                      workload, objects.zone(cluster), cluster, one.failure()));
            });
    // What is to be there again is no remainder: for these only what keeps it out is told.
    obstacles.keySet().removeAll(zones);
    for (String zone : zones) {
      String cluster = objects.cluster(zone);
      if (cluster == null) {
        obstacles.put(zone, BindingObstacle.noCluster(zone));
        continue;
      }
      DeliveryProblem closed = closed(binding, zone, cluster);
      if (closed != null) {
        obstacles.put(zone, closed);
      } else if (!binding.clusters().containsKey(cluster) && !objects.reach(cluster).isReached()) {
        unseen.put(zone, UnreachedTarget.unseen(zone, objects.reach(cluster)));
      }
    }
    return new TargetObservation(standing, obstacles, unseen, ending);
  }

  /**
   * Why zones are behind what was asked of them though nothing keeps it from being asked.
   *
   * @param seen what was seen of the binding
   */
  static List<DeliveryProblem> behind(ResourceBinding binding, TargetObservation seen) {
    List<DeliveryProblem> behind = new ArrayList<>();
    for (ZoneObservation one : seen.zones()) {
      String cluster = one.cluster().substring(BindingReport.KARMADA.length());
      if (!one.settled() && !seen.unseen().containsKey(one.zone()) && binding.isHeldBack(cluster)) {
        behind.add(BindingObstacle.heldBack(binding, one.zone(), cluster));
      }
    }
    return behind;
  }

  private @Nullable DeliveryProblem closed(ResourceBinding binding, String zone, String cluster) {
    DeliveryProblem standstill = BindingObstacle.standstill(binding);
    return standstill == null
        ? BindingObstacle.closed(binding, zone, cluster, objects)
        : standstill;
  }

  /** What has an entry; of what is not seen of it the reasons are added. */
  private List<ZoneObservation> standing(
      BleuWorkload workload,
      ResourceBinding binding,
      Map<String, TargetObservation.Unseen> unseen) {
    List<ZoneObservation> standing = new ArrayList<>();
    binding
        .clusters()
        .forEach(
            (cluster, replicas) -> {
              String zone = zone(cluster);
              TargetObservation.Unseen why = report.unseen(workload, binding, cluster, zone);
              ZoneObservation one =
                  reductions.counted(
                      workload,
                      binding,
                      cluster,
                      BindingReport.observation(binding, cluster, zone, replicas));
              standing.add(why == null ? one : one.unseen());
              // Of a zone that was left too: what may run there goes after its successors.
              if (why != null) {
                unseen.put(zone, why);
              }
            });
    return standing;
  }

  private String zone(String cluster) {
    String zone = objects.zone(cluster);
    return zone == null ? NO_ZONE + cluster : zone;
  }
}
