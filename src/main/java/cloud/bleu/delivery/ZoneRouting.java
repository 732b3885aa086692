package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.Absence;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The zones of several clusters as one target: each zone is asked of the cluster that it is in, and
 * what was seen is changed where it was seen, be it that the zone is elsewhere by now.
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
    Map<String, Set<String>> asked =
        zones.stream().collect(Collectors.groupingBy(clusters::of, Collectors.toSet()));
    clusters.all().forEach(cluster -> asked.putIfAbsent(cluster, Set.of()));
    List<ZoneObservation> seen = new ArrayList<>();
    Map<String, Problem> obstacles = new HashMap<>();
    Map<String, TargetObservation.Unseen> unseen = new HashMap<>();
    asked.forEach(
        (cluster, there) -> {
          TargetObservation one = targets.apply(cluster).observe(workload, there);
          one.zones().forEach(o -> seen.add(o.in(cluster, !clusters.of(o.zone()).equals(cluster))));
          obstacles.putAll(one.obstacles());
          unseen.putAll(one.unseen());
        });
    return new TargetObservation(seen, obstacles, unseen);
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    return targets.apply(seen.cluster()).holds(manifest, seen);
  }

  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    return of(manifest.zone()).dryRun(workload, manifest);
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    if (desired instanceof StandingManifest standing) {
      return targets.apply(standing.seen().cluster()).ensure(workload, desired);
    }
    if (desired instanceof Absence absence) {
      return targets.apply(absence.seen().cluster()).ensure(workload, desired);
    }
    return of(((DecidedManifest) desired).zone()).ensure(workload, desired);
  }

  private ZoneTarget of(String zone) {
    return targets.apply(clusters.of(zone));
  }
}
