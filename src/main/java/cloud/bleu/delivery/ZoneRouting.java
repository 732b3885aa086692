package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.Absence;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The zones of several clusters as one target. Each zone is asked of the cluster that it is in.
 * What was seen is changed where it was seen, even if the zone is elsewhere by now. In a barred
 * zone nothing that is seen counts, and nothing is changed.
 */
public final class ZoneRouting implements ZoneTarget {

  private final Clusters clusters;
  private final Function<String, ZoneTarget> targets;

  /**
   * @param targets the zones of a cluster; of one that is not known what it says of that
   */
  public ZoneRouting(Clusters clusters, Function<String, ZoneTarget> targets) {
    this.clusters = clusters;
    this.targets = targets;
  }

  @Override
  public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
    Clusters.Routing now = clusters.now();
    Map<String, TargetObservation.Unseen> barred = barred(workload, zones);
    Map<String, Set<String>> asked =
        zones.stream()
            .filter(zone -> !barred.containsKey(zone))
            .collect(Collectors.groupingBy(now::of, Collectors.toSet()));
    now.all().forEach(cluster -> asked.putIfAbsent(cluster, Set.of()));
    List<ZoneObservation> seen = new ArrayList<>();
    List<ZoneObservation> ending = new ArrayList<>();
    Map<String, DeliveryProblem> obstacles = new HashMap<>();
    Map<String, TargetObservation.Unseen> unseen = new HashMap<>();
    asked.forEach(
        (cluster, some) -> {
          TargetObservation one = targets.apply(cluster).observe(workload, some);
          barred.putAll(barred(workload, one.zones().stream().map(ZoneObservation::zone).toList()));
          for (ZoneObservation o : one.zones()) {
            ZoneObservation there = o.in(cluster, !now.of(o.zone()).equals(cluster));
            seen.add(barred.containsKey(o.zone()) ? there.unseen() : there);
          }
          one.ending().forEach(o -> ending.add(o.in(cluster, false)));
          obstacles.putAll(one.obstacles());
          unseen.putAll(one.unseen());
        });
    unseen.putAll(barred);
    return new TargetObservation(once(seen), obstacles, unseen, once(ending));
  }

  /**
   * Each object once, even if two ways lead to it: as the object of its zone, if one of the ways
   * reaches it so.
   */
  private static List<ZoneObservation> once(List<ZoneObservation> seen) {
    Map<Object, ZoneObservation> once = new LinkedHashMap<>();
    for (ZoneObservation one : seen) {
      String uid = one.object().getMetadata().getUid();
      once.merge(uid == null ? one : uid, one, (first, other) -> first.surplus() ? other : first);
    }
    return List.copyOf(once.values());
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    return targets.apply(seen.cluster()).holds(manifest, seen);
  }

  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    return clusters.barred(workload, manifest.zone()) == null
        ? of(manifest.zone()).dryRun(workload, manifest)
        : Acceptance.NOT_ASKED;
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    TargetObservation.Unseen barred = clusters.barred(workload, desired.zone());
    if (barred != null) {
      return Ensured.refused(barred.problem());
    }
    if (desired instanceof StandingManifest standing) {
      return targets.apply(standing.seen().cluster()).ensure(workload, desired);
    }
    if (desired instanceof Absence absence) {
      return targets.apply(absence.seen().cluster()).ensure(workload, desired);
    }
    return of(((DecidedManifest) desired).zone()).ensure(workload, desired);
  }

  @Override
  public Ensured clear(BleuWorkload workload, ZoneObservation seen) {
    return clusters.barred(workload, seen.zone()) == null
        ? targets.apply(seen.cluster()).clear(workload, seen)
        : Ensured.WRITTEN;
  }

  @Override
  public List<Pod> awaited(BleuWorkload workload, ZoneObservation seen) {
    return clusters.barred(workload, seen.zone()) == null
        ? targets.apply(seen.cluster()).awaited(workload, seen)
        : List.of();
  }

  private Map<String, TargetObservation.Unseen> barred(
      BleuWorkload workload, Collection<String> zones) {
    Map<String, TargetObservation.Unseen> barred = new HashMap<>();
    for (String zone : zones) {
      TargetObservation.Unseen why = clusters.barred(workload, zone);
      if (why != null) {
        barred.put(zone, why);
      }
    }
    return barred;
  }

  private ZoneTarget of(String zone) {
    return targets.apply(clusters.of(zone));
  }
}
