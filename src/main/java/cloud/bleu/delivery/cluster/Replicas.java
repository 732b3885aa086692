package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/** The one field in which children of a zone differ over time without rolling. */
public final class Replicas {

  private Replicas() {}

  /** Gives an object other replicas. */
  public static void set(HasMetadata object, int replicas) {
    if (object instanceof Deployment d) {
      d.getSpec().setReplicas(replicas);
    } else if (object instanceof StatefulSet s) {
      s.getSpec().setReplicas(replicas);
    }
  }
}
