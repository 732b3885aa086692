package cloud.bleu.delivery.gate;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Deployment or StatefulSet that a pod comes from, by the controller that it names: as the
 * chart's admission policies read it.
 *
 * @param stateful whether it is a StatefulSet
 */
public record PodChild(String name, boolean stateful) {

  /** The child that a pod comes from; null when no Deployment or StatefulSet controls the pod. */
  public static @Nullable PodChild of(ObjectMeta pod) {
    List<OwnerReference> controllers =
        pod.getOwnerReferences().stream()
            .filter(o -> Boolean.TRUE.equals(o.getController()))
            .filter(o -> "apps/v1".equals(o.getApiVersion()))
            .toList();
    if (controllers.size() != 1) {
      return null;
    }
    OwnerReference owner = controllers.get(0);
    if (owner.getKind().equals("StatefulSet")) {
      return new PodChild(owner.getName(), true);
    }
    String hash = pod.getLabels() == null ? null : pod.getLabels().get("pod-template-hash");
    return owner.getKind().equals("ReplicaSet")
            && hash != null
            && owner.getName().endsWith("-" + hash)
        ? new PodChild(
            owner.getName().substring(0, owner.getName().length() - hash.length() - 1), false)
        : null;
  }
}
