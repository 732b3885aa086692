package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired.Absence;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a workload that is being deleted, or in zones that it has left. Its own cluster
 * removes what it controls once it is gone; no other cluster does. So it is held for what stands in
 * others, which counts as gone only when the server that had it says so.
 */
final class Removal {

  private final ZoneTarget target;
  private final Clusters clusters;

  Removal(ZoneTarget target, Clusters clusters) {
    this.target = target;
    this.clusters = clusters;
  }

  /**
   * Ends what a workload has in all zones, wherever they are.
   *
   * @return what of it is left, and why; zones that nothing is seen of are left out
   */
  List<DeliveryProblem> clear(BleuWorkload workload) {
    TargetObservation seen = target.observe(workload, HeldZones.of(workload).keySet());
    List<DeliveryProblem> left = new ArrayList<>();
    List<ZoneObservation> endless = seen.endless();
    for (ZoneObservation child : seen.all()) {
      if (seen.unseen().containsKey(child.zone())) {
        continue;
      }
      Ensured ensured =
          endless.contains(child) ? target.ensure(workload, new Absence(child)) : Ensured.WRITTEN;
      left.add(
          ensured.problem() != null
              ? ensured.problem()
              : DeliveryProblem.removing(
                  child.object().getKind() + " " + child.object().getMetadata().getName(),
                  child.zone()));
    }
    return left;
  }

  /**
   * Ends what stands of a workload, and says what is left in zones that it is held for, and what
   * its own cluster refuses to end. That cluster would wait for whoever else holds the workload.
   */
  SortedMap<String, DeliveryProblem> remove(BleuWorkload workload, Set<String> held) {
    TargetObservation seen = target.observe(workload, held);
    Map<String, DeliveryProblem> refused = new HashMap<>();
    Map<String, DeliveryProblem> refusedHere = new HashMap<>();
    for (ZoneObservation child : seen.endless()) {
      boolean here = child.cluster().equals(Clusters.OWN);
      if (here && !goesWith(workload, child)) {
        continue;
      }
      Ensured ensured = target.ensure(workload, new Absence(child));
      if (ensured.problem() != null) {
        (here ? refusedHere : refused).put(child.zone(), ensured.problem());
      }
    }
    List<DeliveryProblem> problems = new ArrayList<>();
    Set<String> standing = new HashSet<>();
    seen.all().forEach(o -> standing.add(o.cluster()));
    for (String cluster : elsewhere(workload, held).keySet()) {
      if (!standing.contains(cluster)) {
        clusters.at(cluster).withdraw(workload, problems);
      }
    }
    SortedMap<String, DeliveryProblem> left = left(seen, workload, held, Set.of());
    refused.keySet().retainAll(left.keySet());
    left.putAll(refused);
    left.putAll(refusedHere);
    if (!problems.isEmpty()) {
      left.replaceAll(
          (zone, problem) ->
              problem.code().equals(DeliveryProblem.REMOVING) ? problems.get(0) : problem);
    }
    return left;
  }

  /**
   * Whether the garbage collector would remove something with its workload: whoever deletes it may
   * keep what it controls, by a finalizer of Kubernetes, which takes their references off then.
   */
  private static boolean goesWith(BleuWorkload workload, ZoneObservation child) {
    return !workload.getMetadata().getFinalizers().contains("orphan")
        && child.object().getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> owner.getUid().equals(workload.getMetadata().getUid()));
  }

  /**
   * What is left of a workload in zones that it has left.
   *
   * @param held zones that it has left, in other clusters
   * @param staying zones of its decision
   */
  SortedMap<String, DeliveryProblem> left(
      BleuWorkload workload, Set<String> held, Set<String> staying) {
    return held.isEmpty()
        ? new TreeMap<>()
        : left(target.observe(workload, held), workload, held, staying);
  }

  private SortedMap<String, DeliveryProblem> left(
      TargetObservation seen, BleuWorkload workload, Set<String> held, Set<String> staying) {
    SortedMap<String, DeliveryProblem> left = new TreeMap<>();
    seen.unseen().forEach((zone, unseen) -> left.put(zone, unseen.problem()));
    seen.obstacles()
        .forEach(
            (zone, problem) -> {
              // What is of somebody else may stand for ever: the server says what is left of ours.
              if (problem.code().equals(DeliveryProblem.ANOTHER_HOME)) {
                left.putIfAbsent(zone, problem);
              }
            });
    left.keySet().retainAll(held);
    elsewhere(workload, held)
        .forEach(
            (cluster, zones) -> {
              DeliveryProblem why = left(seen, workload, cluster, staying);
              if (why != null) {
                zones.forEach(zone -> left.putIfAbsent(zone, why));
              }
            });
    return left;
  }

  private @Nullable DeliveryProblem left(
      TargetObservation seen, BleuWorkload workload, String cluster, Set<String> staying) {
    for (ZoneObservation child : seen.all()) {
      if (child.cluster().equals(cluster) && !staying.contains(child.zone())) {
        return DeliveryProblem.removing(
            child.object().getKind() + " " + child.object().getMetadata().getName(), child.zone());
      }
    }
    Set<String> here =
        staying.stream()
            .filter(zone -> clusters.of(zone).equals(cluster))
            .collect(Collectors.toSet());
    return clusters.at(cluster).left(workload, here);
  }

  /** The zones that are in other clusters, by cluster; none that is barred. */
  private Map<String, Set<String>> elsewhere(BleuWorkload workload, Set<String> zones) {
    Map<String, Set<String>> elsewhere = new TreeMap<>();
    for (String zone : zones) {
      String cluster = clusters.of(zone);
      if (!cluster.equals(Clusters.OWN) && clusters.barred(workload, zone) == null) {
        elsewhere.computeIfAbsent(cluster, c -> new HashSet<>()).add(zone);
      }
    }
    return elsewhere;
  }
}
