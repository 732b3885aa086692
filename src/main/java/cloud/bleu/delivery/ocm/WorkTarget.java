package cloud.bleu.delivery.ocm;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ClusterIdentity;
import cloud.bleu.delivery.cluster.Replicas;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A zone that is a ManagedCluster of Open Cluster Management. All that it is to hold of a workload
 * is one ManifestWork on the hub; the agent of the cluster fetches it. A write goes to the hub, so
 * it is made at once for a lost zone too: the agent finds it when the zone is back.
 */
public final class WorkTarget implements ZoneTarget {

  private final String cluster;
  private final WorkObjects objects;
  private final WorkWriter writer;
  private final WorkCompanions companions;
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
      WorkCompanions companions,
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
    List<HasMetadata> along = companions.along(workload, home, live).objects();
    return WorkComparison.isAsAsked(
        asked(workload, manifest, seen.replicas(), home, along, live), live);
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
      return writer.scale(
          (GenericKubernetesResource) standing.seen().object(), standing.replicas());
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
    if (!ClusterIdentity.isSame(objects.uid(cluster), HeldZones.of(workload).get(decided.zone()))) {
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
    HasMetadata standing = decided.seen() == null ? null : decided.seen().object();
    WorkCompanions.Along along = companions.along(workload, home, standing);
    ZoneManifest manifest = decided.manifest();
    DeliveryProblem lacking = along.lacking(manifest);
    if (lacking != null && !manifest.template().equals(template(standing))) {
      return around(workload, manifest.zone(), home, along, standing, lacking);
    }
    return write(
        asked(workload, manifest, decided.replicas(), home, along.objects(), standing),
        manifest.zone(),
        home,
        standing);
  }

  private static @Nullable String template(@Nullable HasMetadata work) {
    return work == null ? null : ManifestWork.template(work);
  }

  /**
   * Leaves the Deployment as it stands, as the pods of the new one would not start, and brings what
   * goes along with it to what it is to be.
   *
   * @param lacking why they would not
   */
  private Ensured around(
      BleuWorkload workload,
      String zone,
      String home,
      WorkCompanions.Along along,
      @Nullable HasMetadata standing,
      DeliveryProblem lacking) {
    String template = template(standing);
    HasMetadata child = standing == null ? null : CarriedObjects.deployment(standing);
    if (template == null
        || child == null
        || !(standing instanceof GenericKubernetesResource live)) {
      return Ensured.refused(lacking);
    }
    GenericKubernetesResource wanted =
        ManifestWork.of(cluster, workload, zone, home, template, along.besides(live), child);
    if (WorkComparison.isAsAsked(wanted, live)) {
      return Ensured.refused(lacking);
    }
    Ensured written = write(wanted, zone, home, live);
    return written.problem() == null ? new Ensured(written.result(), lacking) : written;
  }

  private Ensured write(
      GenericKubernetesResource wanted, String zone, String home, @Nullable HasMetadata standing) {
    int bytes = ManifestWork.bytes(wanted);
    if (bytes > ManifestWork.MOST_BYTES) {
      return Ensured.refused(obstacles.tooLarge(zone, bytes));
    }
    return standing == null ? writer.create(wanted, home) : writer.apply(wanted, standing);
  }

  /** Brings the namespace there; null once its agent has said that it is this hub's. */
  private @Nullable Ensured namespace(BleuWorkload workload, String zone, String home) {
    String namespace = workload.getMetadata().getNamespace();
    GenericKubernetesResource wanted = ManifestWork.namespace(cluster, namespace, home);
    GenericKubernetesResource there = objects.work(cluster, wanted.getMetadata().getName());
    if (there == null || !WorkComparison.isAsAsked(wanted, there)) {
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
      List<HasMetadata> along,
      @Nullable HasMetadata standing) {
    HasMetadata child = Serialization.clone(manifest.object());
    Replicas.set(child, replicas);
    ReplicaChange change = ReplicaChange.to(replicas, standing);
    if (change != null) {
      change.note(child);
    }
    CarriedObjects.annotate(child, Labels.CARRIED_BY, "OpenClusterManagement");
    WorkCompanions.claim(child, home);
    return ManifestWork.of(
        cluster, workload, manifest.zone(), home, manifest.template(), along, child);
  }

  private List<GenericKubernetesResource> works(BleuWorkload workload) {
    return objects.works(
        cluster, workload.getMetadata().getNamespace(), workload.getMetadata().getName());
  }
}
