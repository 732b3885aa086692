package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;

/** Replicas of children: the only field in which a child changes over time without a rollout. */
public final class Replicas {

  private Replicas() {}

  /** How many an object asks for; 1 where it does not say. */
  static int of(HasMetadata object) {
    Integer replicas = null;
    if (object instanceof Deployment d && d.getSpec() != null) {
      replicas = d.getSpec().getReplicas();
    } else if (object instanceof StatefulSet s && s.getSpec() != null) {
      replicas = s.getSpec().getReplicas();
    }
    return replicas == null ? 1 : replicas;
  }

  /** Gives an object other replicas. */
  public static void set(HasMetadata object, int replicas) {
    if (object instanceof Deployment d) {
      d.getSpec().setReplicas(replicas);
    } else if (object instanceof StatefulSet s) {
      s.getSpec().setReplicas(replicas);
    }
  }
}
