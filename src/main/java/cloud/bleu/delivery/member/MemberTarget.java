package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterZoneDelivery;
import cloud.bleu.delivery.cluster.EarlierPods;
import cloud.bleu.delivery.member.Reductions.Reduction;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneDesired.StandingManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Zones that are nodes of another cluster. What stands there carries the label of this cluster
 * ({@link HomeLabels}). Each write is handed over to the threads of that cluster, one workload on
 * one of them; while it is not reached nothing is written, and nothing that was seen of it counts.
 */
public final class MemberTarget implements ZoneTarget {

  private final MemberServer cluster;
  private final ClusterZoneDelivery zones;
  private final EarlierPods pods;
  private final MemberNamespaces namespaces;
  private final MemberCompanions companions;
  private final MemberQueue queue;
  private final PodStart start;

  /** Where something else stood than was seen, by workload and zone: told with the next answer. */
  private final Set<String> stale = ConcurrentHashMap.newKeySet();

  private final Reductions reductions = new Reductions();

  /** Templates that the server would take, by workload and zone. */
  private final Map<String, String> taken = new ConcurrentHashMap<>();

  /**
   * @param cluster that they are in
   * @param namespaces of that cluster
   * @param companions of workloads there
   * @param start what has to stand before pods of a workload start there
   */
  public MemberTarget(
      MemberServer cluster,
      MemberNamespaces namespaces,
      MemberCompanions companions,
      MemberQueue queue,
      PodStart start) {
    this.cluster = cluster;
    zones =
        new ClusterZoneDelivery(
            namespaces.writer(),
            cluster.objects(),
            new HomeLabels(cluster.home()),
            cluster.edits());
    pods = new EarlierPods(cluster.client(), cluster.objects());
    this.namespaces = namespaces;
    this.companions = companions;
    this.queue = queue;
    this.start = start;
  }

  @Override
  public TargetObservation observe(BleuWorkload workload, Set<String> among) {
    TargetObservation seen = zones.observe(workload, among);
    Reach now = cluster.reach().get();
    List<ZoneObservation> counted = seen.zones().stream().map(reductions::counted).toList();
    if (now.isReached()) {
      seen.zones().forEach(o -> askWhatBecame(workload, o));
      return new TargetObservation(counted, seen.obstacles(), seen.unseen(), seen.ending());
    }
    Map<String, TargetObservation.Unseen> unseen = new HashMap<>();
    among.forEach(zone -> unseen.put(zone, UnreachedTarget.unseen(zone, now)));
    List<ZoneObservation> stood = counted.stream().map(ZoneObservation::unseen).toList();
    stood.forEach(o -> unseen.put(o.zone(), UnreachedTarget.unseen(o.zone(), now)));
    return new TargetObservation(stood, Map.of(), unseen, seen.ending());
  }

  /** Asks whether a reduction came to nothing, which no event would tell. */
  private void askWhatBecame(BleuWorkload workload, ZoneObservation seen) {
    Reduction reduction = reductions.of(seen);
    if (reduction != null && !reduction.isDone()) {
      // It waits behind what was handed over, so no write of before it is still to come.
      queue.read(workload, "look " + seen.zone(), reduction, () -> lookedAt(reduction));
    }
  }

  private @Nullable DeliveryProblem lookedAt(Reduction reduction) {
    HasMetadata live =
        reduction.isDone() ? null : cluster.client().resource(reduction.object()).get();
    if (live != null && reduction.isOf(live)) {
      reductions.drop(reduction);
    } else {
      reduction.done();
    }
    return null;
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    return zones.holds(manifest, seen);
  }

  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    String key = key(workload, manifest.zone());
    if (manifest.template().equals(taken.get(key))) {
      return Acceptance.TAKEN;
    }
    if (!cluster.isReached() || !isHeld(workload, manifest.zone())) {
      return Acceptance.NOT_ASKED;
    }
    MemberQueue.Answer answer =
        queue.ask(
            workload,
            trial(manifest.zone()),
            ZoneRequestKey.Trial.of(workload, manifest),
            true,
            () -> tried(workload, manifest));
    if (answer.problem() != null && !answer.problem().code().equals(DeliveryProblem.REJECTED)) {
      // Nothing is said against the template, so nobody else waits a second time.
      return Acceptance.NOT_ASKED;
    }
    return answer.underWay()
        ? Acceptance.underWay(answer.problem())
        : answer.problem() == null
            ? Acceptance.underWay(null)
            : Acceptance.refused(answer.problem());
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    Reach now = cluster.reach().get();
    if (!now.isReached()) {
      return Ensured.refused(UnreachedTarget.problem(desired.zone(), now));
    }
    if (grows(desired) && !isHeld(workload, desired.zone())) {
      return Ensured.refused(notHeld(desired.zone()));
    }
    Ensured awaited = grows(desired) ? start.awaited(workload, desired.zone()) : null;
    if (awaited != null) {
      return awaited;
    }
    DeliveryProblem untried =
        desired instanceof DecidedManifest decided
            ? queue.last(
                workload,
                trial(desired.zone()),
                ZoneRequestKey.Trial.of(workload, decided.manifest()))
            : null;
    if (untried != null) {
      return Ensured.refused(untried);
    }
    if (stale.remove(key(workload, desired.zone()))) {
      return Ensured.STALE;
    }
    Reduction reduction = reductions.handedOver(workload, desired);
    MemberQueue.Answer answer =
        queue.ask(
            workload,
            "zone " + desired.zone(),
            ZoneRequestKey.of(workload, desired),
            true,
            () -> ensured(workload, desired, reduction));
    if (!answer.underWay()) {
      reductions.withdraw(reduction);
    }
    return answer.underWay() || answer.problem() == null
        ? Ensured.underWay(answer.problem())
        : Ensured.refused(answer.problem());
  }

  @Override
  public Ensured clear(BleuWorkload workload, ZoneObservation seen) {
    List<Pod> unstarted = cluster.isReached() ? pods.of(workload, seen) : List.of();
    if (unstarted.isEmpty()) {
      return Ensured.WRITTEN;
    }
    MemberQueue.Answer answer =
        queue.ask(
            workload,
            "pods " + seen.zone(),
            unstarted.stream().map(pod -> pod.getMetadata().getResourceVersion()).toList(),
            true,
            () -> pods.delete(unstarted).problem());
    return answer.underWay() ? Ensured.underWay(answer.problem()) : refused(answer.problem());
  }

  @Override
  public List<Pod> awaited(BleuWorkload workload, ZoneObservation seen) {
    return cluster.isReached() ? pods.started(workload, seen) : List.of();
  }

  private static Ensured refused(@Nullable DeliveryProblem problem) {
    return problem == null ? Ensured.WRITTEN : Ensured.refused(problem);
  }

  /** Whether the workload says that something of it may stand in the zone, in this cluster. */
  private boolean isHeld(BleuWorkload workload, String zone) {
    String known = cluster.uid().get();
    return known != null && known.equals(HeldZones.of(workload).get(zone));
  }

  private static boolean grows(ZoneDesired desired) {
    return desired instanceof DecidedManifest
        || (desired instanceof StandingManifest standing
            && standing.replicas() > standing.seen().replicas());
  }

  private static DeliveryProblem notHeld(String zone) {
    return DeliveryProblem.passing(
        DeliveryProblem.REFUSED,
        "nothing is written in zone " + zone + " before the workload has its finalizer");
  }

  /** Forgets what was remembered of a workload that is gone. */
  public void forgetWorkload(String namespace, String name) {
    String all = namespace + "/" + name + "/";
    taken.keySet().removeIf(key -> key.startsWith(all));
    stale.removeIf(key -> key.startsWith(all));
    reductions.forgetWorkload(namespace, name);
    queue.forget(namespace, name);
  }

  /** Forgets what was remembered of an object that is gone. */
  public void forget(String uid) {
    zones.forget(uid);
    reductions.forget(uid);
  }

  private @Nullable DeliveryProblem tried(BleuWorkload workload, ZoneManifest manifest) {
    DeliveryProblem refused = namespaces.ensure(workload);
    if (refused != null) {
      return refused;
    }
    DeliveryProblem problem = companions.lacking(workload, manifest);
    if (problem == null) {
      problem = zones.trial(workload, manifest);
    }
    if (problem == null) {
      taken.put(key(workload, manifest.zone()), manifest.template());
    }
    return problem;
  }

  private @Nullable DeliveryProblem ensured(
      BleuWorkload workload, ZoneDesired desired, @Nullable Reduction reduction) {
    if (desired instanceof DecidedManifest decided) {
      DeliveryProblem refused = namespaces.ensure(workload);
      if (refused == null) {
        refused = companions.bring(workload, decided.manifest());
      }
      if (refused != null) {
        reductions.drop(reduction);
        return refused;
      }
    }
    Ensured ensured = zones.ensure(workload, desired);
    if (ensured.result() == Ensured.Result.REFUSED) {
      reductions.drop(reduction);
    } else if (reduction != null) {
      reduction.done();
    }
    if (ensured.result() == Ensured.Result.STALE) {
      stale.add(key(workload, desired.zone()));
    }
    return ensured.problem();
  }

  private static String trial(String zone) {
    return "try " + zone;
  }

  private static String key(BleuWorkload workload, String zone) {
    return workload.getMetadata().getNamespace()
        + "/"
        + workload.getMetadata().getName()
        + "/"
        + zone;
  }
}
