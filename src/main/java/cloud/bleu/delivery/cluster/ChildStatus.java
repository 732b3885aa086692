package cloud.bleu.delivery.cluster;

import cloud.bleu.affinity.PodNetwork;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.manifest.WriteTimes;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.jspecify.annotations.Nullable;

/** What Deployments and StatefulSets say of their replicas. */
public final class ChildStatus {

  /** Why a Deployment reports that it does not progress. */
  private static final String EXCEEDED = "ProgressDeadlineExceeded";

  /** What a Deployment reports from the end of a rollout until the next one. */
  private static final String ROLLED = "NewReplicaSetAvailable";

  private ChildStatus() {}

  /**
   * Reads a Deployment or StatefulSet.
   *
   * @param workload name of the one whose it is
   */
  public static ZoneObservation of(String workload, HasMetadata object) {
    Counts counts = counts(object);
    var meta = object.getMetadata();
    String zone = label(object, Labels.ZONE);
    long generation = or(meta.getGeneration());
    boolean rolled = !isRolling(object);
    ZoneObservation one =
        new ZoneObservation(
            Clusters.OWN,
            object,
            zone,
            !ChildName.of(workload, zone).equals(meta.getName()),
            meta.getAnnotations() == null ? null : meta.getAnnotations().get(Labels.TEMPLATE),
            counts.replicas,
            counts.exist,
            counts.ready,
            counts.available,
            assured(counts, generation),
            counts.isRolled(generation) && counts.available >= counts.replicas,
            rolled,
            object instanceof Deployment d
                && counts.isSeen(generation)
                && EXCEEDED.equals(progressing(d)),
            null);
    return rolled ? one : one.rolling(WriteTimes.progressed(object));
  }

  /**
   * Whether a child rolls out by what its controller reports, which may not have looked at it yet.
   * One that has rolled out does not, though some of its pods may not be ready by now. A Deployment
   * that goes back to a template of before reports the end of the rollout before until it has got
   * somewhere, so it has not rolled as long as a pod of another template is left.
   */
  public static boolean isRolling(HasMetadata object) {
    Counts counts = counts(object);
    long generation = or(object.getMetadata().getGeneration());
    if (!counts.isSeen(generation)) {
      return true;
    }
    return object instanceof Deployment d
        ? !(ROLLED.equals(progressing(d)) && counts.exist <= counts.updated)
            && !(counts.isRolled(generation) && counts.available >= counts.replicas)
        : counts.exist < counts.replicas
            || !counts.isRolled(generation)
            || !isOfOneRevision((StatefulSet) object);
  }

  /**
   * Whether the pods of a child are on the network of their node, where no NetworkPolicy binds
   * them; false for what is no child, such as an order to an agent.
   */
  public static boolean isOnHosts(HasMetadata object) {
    PodTemplateSpec template = null;
    if (object instanceof Deployment d && d.getSpec() != null) {
      template = d.getSpec().getTemplate();
    } else if (object instanceof StatefulSet s && s.getSpec() != null) {
      template = s.getSpec().getTemplate();
    }
    return template != null && PodNetwork.isOnHost(template.getSpec());
  }

  /**
   * Available replicas that what was asked since the report leaves there. Of one change the object
   * shows the end; of several, nobody knows how low the others went.
   */
  private static int assured(Counts counts, long generation) {
    return generation - counts.observedGeneration > 1
        ? 0
        : Math.min(counts.available, counts.replicas);
  }

  /** The reason of the condition Progressing; empty where there is none. */
  private static String progressing(Deployment d) {
    return d.getStatus() == null
        ? ""
        : d.getStatus().getConditions().stream()
            .filter(c -> "Progressing".equals(c.getType()))
            .map(c -> String.valueOf(c.getReason()))
            .findFirst()
            .orElse("");
  }

  private record Counts(
      int replicas, int exist, int updated, int ready, int available, long observedGeneration) {

    boolean isSeen(long generation) {
      return observedGeneration >= generation;
    }

    /** Whether there are as many replicas as are asked, and no other template has any. */
    boolean isRolled(long generation) {
      return isSeen(generation) && updated >= replicas && exist <= updated;
    }
  }

  private static Counts counts(HasMetadata object) {
    if (object instanceof Deployment d) {
      return counts(d);
    }
    if (object instanceof StatefulSet s) {
      return counts(s);
    }
    throw new IllegalArgumentException("not a child of a workload: " + object.getKind());
  }

  private static Counts counts(Deployment d) {
    int replicas = d.getSpec() == null ? 0 : or(d.getSpec().getReplicas(), 1);
    var status = d.getStatus();
    return status == null
        ? new Counts(replicas, 0, 0, 0, 0, 0)
        : new Counts(
            replicas,
            or(status.getReplicas(), 0),
            or(status.getUpdatedReplicas(), 0),
            or(status.getReadyReplicas(), 0),
            or(status.getAvailableReplicas(), 0),
            or(status.getObservedGeneration()));
  }

  private static Counts counts(StatefulSet s) {
    int replicas = s.getSpec() == null ? 0 : or(s.getSpec().getReplicas(), 1);
    var status = s.getStatus();
    if (status == null) {
      return new Counts(replicas, 0, 0, 0, 0, 0);
    }
    // A StatefulSet counts as updated either the new revision's pods or, once it is done, only says
    // that the revisions are the same.
    boolean done = isOfOneRevision(s);
    return new Counts(
        replicas,
        or(status.getReplicas(), 0),
        done ? Math.max(replicas, or(status.getReplicas(), 0)) : or(status.getUpdatedReplicas(), 0),
        or(status.getReadyReplicas(), 0),
        or(status.getAvailableReplicas(), 0),
        or(status.getObservedGeneration()));
  }

  private static boolean isOfOneRevision(StatefulSet s) {
    String update = s.getStatus() == null ? null : s.getStatus().getUpdateRevision();
    return update == null || update.equals(s.getStatus().getCurrentRevision());
  }

  private static String label(HasMetadata object, String key) {
    var labels = object.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(key, "");
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private static long or(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
