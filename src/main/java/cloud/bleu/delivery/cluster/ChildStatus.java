package cloud.bleu.delivery.cluster;

import cloud.bleu.affinity.PodNetwork;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.jspecify.annotations.Nullable;

/** What Deployments and StatefulSets say of their replicas. */
public final class ChildStatus {

  private ChildStatus() {}

  /**
   * Reads a Deployment or StatefulSet.
   *
   * @param workload name of the one whose it is
   */
  public static ZoneObservation of(String workload, HasMetadata object) {
    Counts counts;
    if (object instanceof Deployment d) {
      counts = counts(d);
    } else if (object instanceof StatefulSet s) {
      counts = counts(s);
    } else {
      throw new IllegalArgumentException("not a child of a workload: " + object.getKind());
    }
    var meta = object.getMetadata();
    String zone = label(object, Labels.ZONE);
    long generation = or(meta.getGeneration());
    boolean seen = counts.observedGeneration >= generation;
    return new ZoneObservation(
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
        seen
            && counts.updated >= counts.replicas
            && counts.exist <= counts.updated
            && counts.available >= counts.replicas,
        object instanceof Deployment d && seen && overdue(d));
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

  private static boolean overdue(Deployment d) {
    return d.getStatus() != null
        && d.getStatus().getConditions().stream()
            .anyMatch(
                c ->
                    "Progressing".equals(c.getType())
                        && "False".equals(c.getStatus())
                        && "ProgressDeadlineExceeded".equals(c.getReason()));
  }

  private record Counts(
      int replicas, int exist, int updated, int ready, int available, long observedGeneration) {}

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
    boolean done =
        status.getUpdateRevision() == null
            || status.getUpdateRevision().equals(status.getCurrentRevision());
    return new Counts(
        replicas,
        or(status.getReplicas(), 0),
        done ? Math.max(replicas, or(status.getReplicas(), 0)) : or(status.getUpdatedReplicas(), 0),
        or(status.getReadyReplicas(), 0),
        or(status.getAvailableReplicas(), 0),
        or(status.getObservedGeneration()));
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
