package cloud.bleu.operator.cache;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which hub the pods of another cluster belong to. Two hubs may have a workload of one name in one
 * namespace, and a pod does not say which hub delivered it: its Deployment or StatefulSet does.
 */
final class PodHomes {

  private final ClusterObjects objects;
  private final String home;

  /**
   * @param objects of that cluster
   * @param home uid of the namespace kube-system of this hub
   */
  PodHomes(ClusterObjects objects, String home) {
    this.objects = objects;
    this.home = home;
  }

  /**
   * Whether a pod has the labels of a Deployment or StatefulSet that another hub, or somebody else,
   * has there. One that has those of nothing that stands is taken for what is left of ours.
   */
  boolean isForeign(Pod pod) {
    String workload = ObjectLabels.get(pod, Labels.WORKLOAD);
    return workload != null
        && objects.children(pod.getMetadata().getNamespace(), workload).stream()
            .anyMatch(child -> !isOurs(child) && isOf(child, ObjectLabels.get(pod, Labels.ZONE)));
  }

  /** Whether a change can make the pods of an object foreign, or no longer so. */
  boolean isNews(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    return !foreign(before).equals(foreign(after));
  }

  /** The labels of a foreign object by which pods are its own; none for any other. */
  private Map<String, String> foreign(@Nullable HasMetadata object) {
    boolean child = object instanceof Deployment || object instanceof StatefulSet;
    Map<String, String> labels = object == null || !child ? null : object.getMetadata().getLabels();
    if (object == null || labels == null || !labels.containsKey(Labels.WORKLOAD)) {
      return Map.of();
    }
    return isOurs(object)
        ? Map.of()
        : Labels.ofChild(
            labels.get(Labels.WORKLOAD), Objects.toString(labels.get(Labels.ZONE), ""));
  }

  private boolean isOurs(HasMetadata child) {
    return home.equals(child.getMetadata().getLabels().get(Labels.HOME));
  }

  private static boolean isOf(HasMetadata child, @Nullable String zone) {
    return Objects.equals(zone, child.getMetadata().getLabels().get(Labels.ZONE));
  }
}
