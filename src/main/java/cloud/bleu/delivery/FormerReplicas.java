package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ReplicaWriters;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas a Deployment had before a workload took it over. The workload records that when
 * the take-over begins, in {@link Labels#TEMPLATE_REPLICAS}. The Deployment has a note of its own
 * once it is scaled down, which is exact, and which others may take away.
 */
final class FormerReplicas {

  private final ClusterWriter writer;

  /**
   * @param writer of the cluster that the Deployment is in
   */
  FormerReplicas(ClusterWriter writer) {
    this.writer = writer;
  }

  /** What a Deployment without its note is owed at the end of the take-over. */
  enum Claim {
    /** It ran before, so it runs again. */
    OWED,
    /** It stood at 0 before, or somebody scaled it to 0 since the deletion. */
    NONE,
    /** Nothing says whether it ran. */
    UNKNOWN
  }

  /** What a Deployment asks for; 1 where that is left out. */
  static int asked(Deployment reference) {
    Integer asked = reference.getSpec().getReplicas();
    return asked == null ? 1 : asked;
  }

  /** What is noted on the Deployment; null where nothing is. */
  static @Nullable Integer noted(Deployment reference) {
    return number(reference, Labels.RESTORE);
  }

  /** What is noted in an annotation; 1 where that is no number: one replica is better than none. */
  static @Nullable Integer number(HasMetadata object, String key) {
    var annotations = object.getMetadata().getAnnotations();
    String recorded = annotations == null ? null : annotations.get(key);
    if (recorded == null) {
      return null;
    }
    try {
      return Math.max(0, Integer.parseInt(recorded));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  /**
   * What a workload that begins to take a Deployment over is to record. One that the operator left
   * at 0, and that lost its note since, counts with the replicas of the workload.
   */
  int atTheBeginning(BleuWorkload workload, Deployment reference) {
    Integer noted = noted(reference);
    if (noted != null) {
      return noted;
    }
    HasMetadata live = asked(reference) == 0 ? writer.read(reference) : null;
    return live != null && ReplicaWriters.of(live).includeTheOperator()
        ? workload.getSpec().replicas()
        : asked(reference);
  }

  /**
   * Whether a Deployment that stands at 0 without its note is to get the replicas of the workload.
   *
   * @param workload that ends the take-over
   */
  Claim atTheEnd(BleuWorkload workload, Deployment reference) {
    HasMetadata live = writer.read(reference);
    if (live == null) {
      return Claim.NONE;
    }
    ReplicaWriters writers = ReplicaWriters.of(live);
    String deleted = workload.getMetadata().getDeletionTimestamp();
    if (writers.includeTheOperator()) {
      return Claim.OWED;
    }
    if (deleted != null && writers.includeAnotherSince(Instant.parse(deleted))) {
      return Claim.NONE;
    }
    Integer recorded = number(workload, Labels.TEMPLATE_REPLICAS);
    if (recorded == null) {
      return Claim.UNKNOWN;
    }
    return recorded > 0 && isDecided(workload) ? Claim.OWED : Claim.NONE;
  }

  /** Whether something of the workload has a place: else nothing has replaced the Deployment. */
  private static boolean isDecided(BleuWorkload workload) {
    String zones = workload.getStatus() == null ? null : workload.getStatus().zones();
    return zones != null && !zones.isEmpty();
  }
}
