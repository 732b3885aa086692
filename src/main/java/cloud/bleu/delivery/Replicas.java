package cloud.bleu.delivery;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;

/** The one field in which children of a zone differ over time without rolling. */
final class Replicas {

  private Replicas() {}

  /** A copy with other replicas. */
  static HasMetadata set(HasMetadata object, int replicas) {
    HasMetadata copy = Serialization.clone(object);
    if (copy instanceof Deployment d) {
      d.getSpec().setReplicas(replicas);
    } else if (copy instanceof StatefulSet s) {
      s.getSpec().setReplicas(replicas);
    }
    return copy;
  }
}
