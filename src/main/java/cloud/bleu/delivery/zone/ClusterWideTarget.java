package cloud.bleu.delivery.zone;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster holds once of a workload, however many of its zones are there: the NetworkPolicy
 * before the first pod, its companions, and the PodDisruptionBudget for them all.
 */
public interface ClusterWideTarget {

  /**
   * The pods that these objects are about.
   *
   * @param labels of the pods, for each zone with replicas
   * @param hostNetwork whether they are on the network of their node, where no NetworkPolicy binds
   *     them
   */
  record Pods(List<Map<String, String>> labels, boolean hostNetwork) {
    public Pods {
      labels = List.copyOf(labels);
    }
  }

  /**
   * Takes over what is the workload's and belongs to nobody: a backup that was restored, or a
   * deletion of the workload alone, has left it.
   *
   * @param problems to which is added what keeps an object from being taken over
   */
  default void adopt(BleuWorkload workload, List<DeliveryProblem> problems) {}

  /**
   * Brings the NetworkPolicy to what the workload states.
   *
   * @param problems to which is added what keeps it from being written
   * @return what became of it; null where the workload states no egress
   * @throws KubernetesClientException when the API server cannot be reached or fails
   */
  @Nullable EgressReport ensureEgress(
      BleuWorkload workload, Pods pods, List<DeliveryProblem> problems);

  /** What {@link #ensureEgress} would report, with nothing written. */
  @Nullable EgressReport observeEgress(BleuWorkload workload, Pods pods);

  /**
   * Brings the companions of the workload to what they are in its own cluster, which has them.
   *
   * @param problems to which is added what keeps one from being written
   */
  default void ensureCompanions(BleuWorkload workload, List<DeliveryProblem> problems) {}

  /** Leaves its companions as they are from now on: nothing of the workload is to be changed. */
  default void restCompanions(BleuWorkload workload) {}

  /**
   * Brings the PodDisruptionBudget to a number.
   *
   * @param maxUnavailable how many pods may be evicted at once; null where there are none to guard
   * @param problems to which is added what keeps it from being written
   * @return whether somebody else's budget covers the pods, so that there is none of ours
   * @throws KubernetesClientException when the API server cannot be reached or fails
   */
  boolean ensureBudget(
      BleuWorkload workload,
      Pods pods,
      @Nullable Integer maxUnavailable,
      List<DeliveryProblem> problems);

  /**
   * Removes these and its companions: nothing of the workload runs in this cluster any more.
   *
   * @param problems to which is added what keeps them from being removed
   * @throws KubernetesClientException when the API server cannot be reached or fails
   */
  void withdraw(BleuWorkload workload, List<DeliveryProblem> problems);

  /**
   * What is left of the workload in this cluster outside of some zones. Only its server can say
   * that, and may have to be asked first. What another home holds counts in a zone that the
   * workload is held for: this home may have made it.
   *
   * @param staying zones that may hold something; where there is none in this cluster the objects
   *     that it holds once have to be gone too
   * @return which object is left, and why; null when nothing is
   */
  @Nullable DeliveryProblem left(BleuWorkload workload, Set<String> staying);
}
