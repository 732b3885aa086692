package cloud.bleu.delivery.ocm;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.manifest.WriteTimes;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.member.UnreachedTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What works report of managed clusters, and whether that counts. */
final class WorkReports {

  /**
   * How long an agent may take to report on a work that was written; until then its last report
   * counts.
   */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String BEHIND = "WorkStatusBehind";

  private final BiFunction<String, String, @Nullable BleuWorkload> workloads;
  private final Clock clock;

  /** Since when an agent has not told of what is asked now, by namespace and name of the work. */
  private final Map<String, Instant> behind = new ConcurrentHashMap<>();

  /**
   * @param workloads by namespace and name
   */
  WorkReports(BiFunction<String, String, @Nullable BleuWorkload> workloads, Clock clock) {
    this.workloads = workloads;
    this.clock = clock;
  }

  /** The workload that a work is for; null where it is gone. */
  @Nullable BleuWorkload workload(GenericKubernetesResource work) {
    String namespace = ObjectLabels.get(work, ManifestWork.NAMESPACE);
    String name = ObjectLabels.get(work, Labels.WORKLOAD);
    return namespace == null || name == null ? null : workloads.apply(namespace, name);
  }

  /** What a managed cluster holds by a work, if its report counts. */
  static ZoneObservation observation(BleuWorkload workload, GenericKubernetesResource work) {
    String zone = Objects.requireNonNullElse(ObjectLabels.get(work, Labels.ZONE), "");
    int replicas = ManifestWork.replicas(work);
    WorkFeedback feedback = new WorkFeedback(work);
    int exist = feedback.count(WorkFeedback.EXIST);
    int updated = feedback.count(WorkFeedback.UPDATED);
    int available = feedback.count(WorkFeedback.AVAILABLE);
    boolean rolled = feedback.isAbout() && updated >= replicas && exist <= updated;
    boolean settled = rolled && available >= replicas;
    ZoneObservation one =
        new ZoneObservation(
            Clusters.OWN,
            work,
            zone,
            !ManifestWork.name(workload, zone).equals(work.getMetadata().getName()),
            ManifestWork.template(work),
            replicas,
            exist,
            // What is more than is asked for is on its way out.
            Math.min(feedback.count(WorkFeedback.READY), replicas),
            Math.min(available, replicas),
            Math.min(available, ReplicaChange.leaves(work)),
            settled,
            settled,
            false,
            null);
    return rolled ? one : one.rolling(WriteTimes.progressed(work));
  }

  /** Why no number of a work counts; null when they do. */
  TargetObservation.@Nullable Unseen unseen(
      String cluster, Reach reach, String zone, GenericKubernetesResource work) {
    String key = cluster + "/" + work.getMetadata().getName();
    if (!reach.isReached()) {
      behind.remove(key);
      return UnreachedTarget.unseen(zone, reach);
    }
    WorkFeedback feedback = new WorkFeedback(work);
    String refusal = feedback.refusal();
    DeliveryProblem problem = null;
    if (refusal != null) {
      problem =
          DeliveryProblem.passing(
              DeliveryProblem.REFUSED, "the agent of " + cluster + " cannot apply " + refusal);
    } else if (feedback.notFound() != null || (feedback.isThere() && !feedback.isFound())) {
      problem =
          work.getMetadata().getDeletionTimestamp() == null
              ? notFound(cluster, zone, work, feedback)
              : DeliveryProblem.removing("ManifestWork " + work.getMetadata().getName(), zone);
    } else if (feedback.isThere() && !feedback.isAbout()) {
      problem =
          DeliveryProblem.passing(
              BEHIND,
              "the agent of "
                  + cluster
                  + " has not told yet what became of what is asked in zone "
                  + zone
                  + "; if that lasts, see ManifestWork "
                  + work.getMetadata().getName()
                  + " there");
    }
    if (problem == null) {
      behind.remove(key);
      return null;
    }
    Instant since =
        behind.computeIfAbsent(key, k -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
    return problem.code().equals(BEHIND) && isPatient(work, since)
        ? null
        : new TargetObservation.Unseen(problem, since);
  }

  /**
   * Whether an agent has time left to tell of a work.
   *
   * @param since when it was first seen that it has not
   */
  private boolean isPatient(GenericKubernetesResource work, Instant since) {
    Instant now = clock.instant();
    Instant written = WriteTimes.asked(work);
    if (written == null) {
      return false;
    }
    // By a clock of the hub that is ahead it was written later than now.
    return now.isBefore((written.isAfter(now) ? since : written).plus(PATIENCE));
  }

  private static DeliveryProblem notFound(
      String cluster, String zone, GenericKubernetesResource work, WorkFeedback feedback) {
    String said = feedback.notFound();
    return DeliveryProblem.passing(
        "WorkObjectNotSeen",
        "the agent of "
            + cluster
            + " does not see the Deployment of zone "
            + zone
            + (said == null ? "" : " (" + said + ")")
            + ", so its last numbers do not count: it makes one again that was deleted there when"
            + " it compares anew; if that lasts, see ManifestWork "
            + work.getMetadata().getName()
            + " and its agent");
  }

  /** Whether an agent has not told of what is asked by a work, so that time alone changes it. */
  boolean isBehind(String cluster, String name) {
    return behind.containsKey(cluster + "/" + name);
  }

  /** Forgets a work that is gone. */
  void forget(String cluster, String name) {
    behind.remove(cluster + "/" + name);
  }
}
