package cloud.bleu.delivery.karmada;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadSource.BindingOf;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.Acceptance;
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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Zones that are clusters of Karmada. What a zone holds of a workload is one entry of {@code
 * spec.clusters} in the ResourceBinding that Karmada made for what it propagates. The manifest is
 * the user's; the operator asks for replicas only. A binding that names another scheduler, or whose
 * scheduling is suspended, is not touched; what runs by it is seen.
 */
public final class KarmadaTarget implements ZoneTarget {

  private final BindingWriter writer;
  private final KarmadaObjects objects;
  private final Clock clock;
  private final BindingReport report;
  private final EntryReductions reductions;
  private final FormerClusters left;
  private final BindingView view;

  /**
   * @param client of the API server of Karmada
   * @param objects of it, by caches
   */
  public KarmadaTarget(KubernetesClient client, KarmadaObjects objects, Clock clock) {
    this.writer = new BindingWriter(client);
    this.objects = objects;
    this.clock = clock;
    this.report = new BindingReport(objects, clock);
    this.reductions = new EntryReductions(clock);
    this.left = new FormerClusters(client, objects, clock);
    this.view = new BindingView(objects, report, reductions, left);
  }

  /** What a zone is to hold of a workload. */
  public ZoneManifest manifest(BleuWorkload workload, String zone, int replicas) {
    return new ZoneManifest(
        zone, workload.getMetadata().getName(), replicas, workload, BindingReport.TEMPLATE);
  }

  @Override
  public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
    return observe(workload, zones, Map.of());
  }

  /**
   * What stands in zones, where the caller may have begun after something was last seen.
   *
   * @param before zones of which nothing was seen then, with since when
   */
  public TargetObservation observe(
      BleuWorkload workload, Set<String> zones, Map<String, Instant> before) {
    ResourceBinding binding = objects.binding(subject(workload));
    DeliveryProblem obstacle = obstacle(workload, binding);
    Reach seen = objects.bindings();
    if (!seen.isReached()) {
      ResourceBinding ours = obstacle == null ? binding : null;
      return unseen(ours, left.last(workload, ours, before, seen), zones, seen);
    }
    ResourceBinding whole = binding == null || obstacle != null ? null : whole(binding);
    if (whole == null) {
      DeliveryProblem none = obstacle == null ? BindingObstacle.missing(workload) : obstacle;
      Map<String, DeliveryProblem> obstacles = new HashMap<>();
      zones.forEach(zone -> obstacles.put(zone, none));
      return new TargetObservation(List.of(), obstacles);
    }
    return view.of(workload, whole, zones);
  }

  /**
   * All of a binding; null where it is gone. The caches keep little of those of other schedulers,
   * which most bindings are.
   *
   * @throws KubernetesClientException when the server does not say it
   */
  private @Nullable ResourceBinding whole(ResourceBinding cached) {
    return ResourceBinding.SCHEDULER.equals(cached.scheduler()) ? cached : writer.read(cached);
  }

  /** What is known while Karmada itself is not seen: what may run, as it stood last. */
  private TargetObservation unseen(
      @Nullable ResourceBinding binding,
      Map<String, TargetObservation.Unseen> known,
      Set<String> zones,
      Reach karmada) {
    Map<String, TargetObservation.Unseen> unseen = new HashMap<>(known);
    Set<String> standing = new HashSet<>(zones);
    if (binding != null) {
      binding.clusters().keySet().stream()
          .map(objects::zone)
          .filter(Objects::nonNull)
          .forEach(standing::add);
    }
    standing.forEach(zone -> unseen.put(zone, UnreachedTarget.unseen(zone, karmada)));
    return new TargetObservation(List.of(), Map.of(), unseen);
  }

  /**
   * Why zones are behind what was asked of them though nothing keeps it from being asked.
   *
   * @param seen what was seen of the workload
   */
  public List<DeliveryProblem> behind(BleuWorkload workload, TargetObservation seen) {
    ResourceBinding binding = objects.binding(subject(workload));
    return binding == null ? List.of() : BindingView.behind(binding, seen);
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    return true;
  }

  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    // The manifest is there already, and taken.
    return Acceptance.TAKEN;
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    Reach seen = objects.bindings();
    if (!seen.isReached()) {
      return Ensured.refused(UnreachedTarget.unseen(desired.zone(), seen).problem());
    }
    ResourceBinding cached = objects.binding(subject(workload));
    if (cached == null) {
      return Ensured.refused(BindingObstacle.missing(workload));
    }
    try {
      ResourceBinding live = writer.read(cached);
      if (live == null) {
        return Ensured.STALE;
      }
      DeliveryProblem obstacle = obstacle(workload, live);
      if (obstacle == null) {
        obstacle = BindingObstacle.standstill(live);
      }
      return obstacle == null ? write(workload, live, desired) : Ensured.refused(obstacle);
    } catch (KubernetesClientException e) {
      return ClusterWriter.stale(e)
          ? Ensured.STALE
          : Ensured.refused(ClusterWriter.refused("ResourceBinding " + cached.name(), e));
    }
  }

  /**
   * Says in the status of the binding that it is scheduled, as a scheduler of Karmada does. Its
   * graceful eviction, and people who look, wait for that.
   *
   * @return whether what stands there is another version than what was seen
   */
  public boolean confirm(BleuWorkload workload) {
    ResourceBinding binding = objects.binding(subject(workload));
    if (binding == null
        || obstacle(workload, binding) != null
        || BindingObstacle.standstill(binding) != null
        || binding.isConfirmed()) {
      return false;
    }
    try {
      writer.confirm(binding, workload.getMetadata().getName(), clock.instant());
      return false;
    } catch (KubernetesClientException e) {
      if (ClusterWriter.stale(e)) {
        return true;
      }
      // What is decided stands there; only what is said of it does not.
      ClusterWriter.refused("the status of ResourceBinding " + binding.name(), e);
      return false;
    }
  }

  /** Forgets what was remembered of a workload that is gone. */
  public void forget(String namespace, String name) {
    report.forget(namespace, name);
    reductions.forget(namespace, name);
    left.forget(namespace, name);
  }

  private Ensured write(BleuWorkload workload, ResourceBinding binding, ZoneDesired desired) {
    String cluster;
    Integer before;
    Integer after;
    if (desired instanceof DecidedManifest decided) {
      cluster = objects.cluster(decided.zone());
      before = decided.seen() == null ? null : (Integer) decided.seen().replicas();
      after = decided.replicas();
    } else if (desired instanceof StandingManifest standing) {
      cluster = cluster(standing.seen());
      before = standing.seen().replicas();
      after = standing.replicas();
    } else {
      Absence absence = (Absence) desired;
      cluster = cluster(absence.seen());
      before = absence.seen().replicas();
      after = null;
    }
    // A zone that is no cluster of Karmada by now was declared elsewhere since it was decided.
    Map<String, Integer> clusters = binding.clusters();
    Integer live = cluster == null ? null : clusters.get(cluster);
    if (cluster == null || !Objects.equals(live, before)) {
      return Ensured.STALE;
    }
    if (Objects.equals(live, after)) {
      return Ensured.UNCHANGED;
    }
    int from = live == null ? 0 : live;
    int to = after == null ? 0 : after;
    DeliveryProblem closed = to > from ? closed(workload, binding, desired.zone(), cluster) : null;
    if (closed != null) {
      return Ensured.refused(closed);
    }
    if (after == null) {
      clusters.remove(cluster);
    } else {
      clusters.put(cluster, after);
    }
    EntryReductions.Reduction reduction = reductions.lowers(workload, binding, cluster, from, to);
    try {
      writer.write(binding, clusters);
      return Ensured.WRITTEN;
    } catch (KubernetesClientException e) {
      if (reduction != null && writer.isWithoutEffect(e, binding, cluster)) {
        reductions.withdraw(reduction);
      }
      throw e;
    }
  }

  /** Why a cluster gets nothing more; null when it may. */
  private @Nullable DeliveryProblem closed(
      BleuWorkload workload, ResourceBinding binding, String zone, String cluster) {
    DeliveryProblem closed = BindingObstacle.closed(binding, zone, cluster, objects);
    return closed == null && reductions.isOpen(workload, binding, cluster)
        ? BindingObstacle.reduction(binding, zone, cluster)
        : closed;
  }

  private @Nullable DeliveryProblem obstacle(
      BleuWorkload workload, @Nullable ResourceBinding binding) {
    return BindingObstacle.of(workload, binding, objects.decider(subject(workload)));
  }

  private static String subject(BleuWorkload workload) {
    BindingOf of = workload.getSpec().workload().karmada().bindingOf();
    return ResourceBinding.subject(workload.getMetadata().getNamespace(), of.kind(), of.name());
  }

  private static String cluster(ZoneObservation seen) {
    return seen.cluster().substring(BindingReport.KARMADA.length());
  }
}
