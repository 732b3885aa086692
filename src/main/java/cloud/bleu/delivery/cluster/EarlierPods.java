package cloud.bleu.delivery.cluster;

import cloud.bleu.affinity.EarlierRevision;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.ZoneObservation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Pods of an earlier template that hold back a StatefulSet, and of which nothing has ever started.
 * They are deleted: their successors have the present template. A pod that did start stays, since
 * it may have changed data.
 */
public final class EarlierPods {

  private final ClusterWriter writer;
  private final Supplier<? extends ClusterObjects> objects;

  /**
   * @param client of the cluster that they are in
   * @param objects of that cluster
   */
  public EarlierPods(KubernetesClient client, Supplier<? extends ClusterObjects> objects) {
    this.writer = new ClusterWriter(client);
    this.objects = objects;
  }

  /** Those of what a zone holds of a workload, in the versions that were seen. */
  public List<Pod> of(BleuWorkload workload, ZoneObservation seen) {
    return seen.object() instanceof StatefulSet set ? unstarted(set, pods(workload)) : List.of();
  }

  /** Those that hold back what a zone holds of a workload as well, and that did start. */
  public List<Pod> started(BleuWorkload workload, ZoneObservation seen) {
    return seen.object() instanceof StatefulSet set
        ? pods(workload).stream()
            .filter(pod -> EarlierRevision.holdsBack(set, pod) && EarlierRevision.hasStarted(pod))
            .toList()
        : List.of();
  }

  private List<Pod> pods(BleuWorkload workload) {
    return objects
        .get()
        .pods(workload.getMetadata().getNamespace(), workload.getMetadata().getName());
  }

  /** Those among the pods of a workload. */
  static List<Pod> unstarted(StatefulSet set, List<Pod> pods) {
    return pods.stream()
        .filter(pod -> EarlierRevision.holdsBack(set, pod) && !EarlierRevision.hasStarted(pod))
        .toList();
  }

  /**
   * Deletes pods in exactly the versions that were seen: one that has started since stays.
   *
   * @return WRITTEN also where there is none
   */
  public Ensured delete(List<Pod> pods) {
    Ensured ensured = Ensured.WRITTEN;
    for (Pod pod : pods) {
      try {
        writer.deleteExactly(pod);
      } catch (KubernetesClientException e) {
        ensured = ClusterWriter.stale(e) ? Ensured.STALE : Ensured.refused(refused(pod, e));
      }
    }
    return ensured;
  }

  private static DeliveryProblem refused(Pod pod, KubernetesClientException e) {
    return ClusterWriter.refused(
        "pod "
            + pod.getMetadata().getName()
            + " of an earlier template, which never started and holds back the present one",
        e);
  }
}
