package cloud.bleu.delivery.ocm;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.cluster.Drift;
import cloud.bleu.delivery.cluster.Replicas;
import cloud.bleu.delivery.companion.CompanionCopy;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
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
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A zone that is a ManagedCluster of Open Cluster Management. What it is to hold of a workload is
 * one ManifestWork on the hub, whole; the agent of the cluster fetches it. A write is one on the
 * hub, so what a lost zone is to hold is asked at once: its agent finds it when it is back.
 */
public final class WorkTarget implements ZoneTarget {

  private final String cluster;
  private final WorkObjects objects;
  private final WorkWriter writer;
  private final CompanionSource companions;
  private final ZoneTarget own;
  private final WorkReports reports;
  private final WorkObstacles obstacles;

  /**
   * @param cluster name of the ManagedCluster
   * @param own the zones of the hub, whose API server says whether a template is one
   */
  WorkTarget(
      String cluster,
      WorkObjects objects,
      WorkWriter writer,
      CompanionSource companions,
      ZoneTarget own,
      WorkReports reports) {
    this.cluster = cluster;
    this.objects = objects;
    this.writer = writer;
    this.companions = companions;
    this.own = own;
    this.reports = reports;
    obstacles = new WorkObstacles(cluster);
  }

  @Override
  public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
    Reach reach = objects.reach(cluster);
    List<ZoneObservation> standing = new ArrayList<>();
    List<ZoneObservation> ending = new ArrayList<>();
    Map<String, TargetObservation.Unseen> unseen = new HashMap<>();
    for (GenericKubernetesResource work : works(workload)) {
      ZoneObservation one = WorkReports.observation(workload, work);
      TargetObservation.Unseen why = reports.unseen(cluster, reach, one.zone(), work);
      if (work.getMetadata().getDeletionTimestamp() != null) {
        ending.add(why == null ? one : one.unseen());
      } else {
        standing.add(why == null ? one : one.unseen());
      }
      if (why != null) {
        unseen.put(one.zone(), why);
      }
    }
    Map<String, DeliveryProblem> kept = new HashMap<>();
    for (String zone : zones) {
      DeliveryProblem obstacle = obstacles.of(workload, zone);
      if (obstacle != null) {
        kept.put(zone, obstacle);
      } else if (!reach.isReached()) {
        unseen.putIfAbsent(zone, UnreachedTarget.unseen(zone, reach));
      }
    }
    return new TargetObservation(standing, kept, unseen, ending);
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    if (!manifest.template().equals(seen.template())
        || !(seen.object() instanceof GenericKubernetesResource live)) {
      return false;
    }
    String home = objects.home();
    BleuWorkload workload = reports.workload(live);
    if (home == null || workload == null) {
      return true;
    }
    List<DeliveryProblem> unread = new ArrayList<>();
    List<HasMetadata> along = along(workload, home, unread);
    // What cannot be read now stands as it was.
    return !unread.isEmpty()
        || Drift.first(asked(workload, manifest, seen.replicas(), home, along), live) == null;
  }

  /** By the API server of the hub: nobody else can be asked. Only a wrong template counts. */
  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    Acceptance hub = own.dryRun(workload, manifest);
    return hub.problem() != null && !hub.problem().canPassByItself() ? hub : Acceptance.TAKEN;
  }

  @Override
  public String kind(HasMetadata object) {
    return "ManifestWork";
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    if (!objects.serves(cluster)) {
      return Ensured.refused(
          UnreachedTarget.unseen(desired.zone(), objects.reach(cluster)).problem());
    }
    if (desired instanceof StandingManifest standing) {
      return writer.scale(standing.seen().object(), standing.replicas());
    }
    if (desired instanceof ZoneDesired.Absence absence) {
      return writer.delete(absence.seen().object());
    }
    return ensure(workload, (DecidedManifest) desired);
  }

  private Ensured ensure(BleuWorkload workload, DecidedManifest decided) {
    Reach reach = objects.reach(cluster);
    String home = objects.home();
    if (home == null || (decided.seen() == null && !reach.isReached())) {
      return Ensured.refused(UnreachedTarget.unseen(decided.zone(), reach).problem());
    }
    String uid = objects.uid(cluster);
    if (uid == null || !uid.equals(HeldZones.of(workload).get(decided.zone()))) {
      return Ensured.refused(
          DeliveryProblem.passing(
              DeliveryProblem.REFUSED,
              "nothing is written in zone "
                  + decided.zone()
                  + " before the workload has its finalizer"));
    }
    DeliveryProblem obstacle = obstacles.of(workload, decided.zone());
    if (obstacle != null) {
      return Ensured.refused(obstacle);
    }
    Ensured namespace = namespace(workload, decided.zone(), home);
    if (namespace != null) {
      return namespace;
    }
    List<DeliveryProblem> problems = new ArrayList<>();
    List<HasMetadata> along = along(workload, home, problems);
    if (!problems.isEmpty()) {
      return Ensured.refused(problems.get(0));
    }
    GenericKubernetesResource wanted =
        asked(workload, decided.manifest(), decided.replicas(), home, along);
    int bytes = ManifestWork.bytes(wanted);
    if (bytes > ManifestWork.MOST_BYTES) {
      return Ensured.refused(obstacles.tooLarge(decided.zone(), bytes));
    }
    return decided.seen() == null
        ? writer.create(wanted, home)
        : writer.apply(wanted, decided.seen().object());
  }

  /** Brings the namespace there; null once its agent has said that it is this hub's. */
  private @Nullable Ensured namespace(BleuWorkload workload, String zone, String home) {
    String namespace = workload.getMetadata().getNamespace();
    GenericKubernetesResource wanted = ManifestWork.namespace(cluster, namespace, home);
    GenericKubernetesResource there = objects.work(cluster, wanted.getMetadata().getName());
    if (there == null || Drift.first(wanted, there) != null) {
      Ensured made = there == null ? writer.create(wanted, home) : writer.apply(wanted, there);
      return made.problem() == null ? Ensured.underWay(null) : made;
    }
    WorkFeedback feedback = new WorkFeedback(there, "Namespace");
    String refusal = feedback.refusal();
    if (refusal != null) {
      return Ensured.refused(
          DeliveryProblem.passing(
              DeliveryProblem.REFUSED, "the agent of " + cluster + " cannot apply " + refusal));
    }
    if (!feedback.isApplied() || !feedback.isFound() || feedback.value(WorkFeedback.NAME) == null) {
      return Ensured.underWay(null);
    }
    return home.equals(feedback.value(WorkFeedback.HOME))
        ? null
        : Ensured.refused(
            obstacles.notOurs(namespace, zone, home, feedback.value(WorkFeedback.HOME)));
  }

  private GenericKubernetesResource asked(
      BleuWorkload workload,
      ZoneManifest manifest,
      int replicas,
      String home,
      List<HasMetadata> along) {
    HasMetadata child = Serialization.clone(manifest.object());
    Replicas.set(child, replicas);
    claim(workload, child, home);
    return ManifestWork.of(
        cluster, workload, manifest.zone(), home, manifest.template(), along, child);
  }

  private List<HasMetadata> along(
      BleuWorkload workload, String home, List<DeliveryProblem> problems) {
    List<HasMetadata> along = new ArrayList<>();
    for (Companion companion : workload.getSpec().workload().companions()) {
      CompanionSource.Found found = companions.read(workload, companion);
      if (found.problem() != null) {
        problems.add(found.problem());
      } else if (found.object() != null) {
        HasMetadata copy = CompanionCopy.of(found.object());
        claim(workload, copy, home);
        along.add(copy);
      }
    }
    return along;
  }

  private static void claim(BleuWorkload workload, HasMetadata object, String home) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (object.getMetadata().getLabels() != null) {
      labels.putAll(object.getMetadata().getLabels());
    }
    labels.put(Labels.HOME, home);
    object.getMetadata().setLabels(labels);
  }

  private List<GenericKubernetesResource> works(BleuWorkload workload) {
    return objects.works(
        cluster, workload.getMetadata().getNamespace(), workload.getMetadata().getName());
  }
}
