package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;

/**
 * Which objects are those of a workload: in its own cluster those that it controls, by their owner
 * references. So the cluster removes them with it.
 */
public final class Ownership {

  private Ownership() {}

  /** Whether the workload controls an object. */
  public static boolean owns(HasMetadata workload, HasMetadata object) {
    String uid = workload.getMetadata().getUid();
    for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        return uid.equals(owner.getUid());
      }
    }
    return false;
  }

  /** Makes an object that is to be written one of the workload. */
  public static void claim(HasMetadata workload, HasMetadata object) {
    object.getMetadata().setOwnerReferences(List.of(controlledBy(workload)));
  }

  private static OwnerReference controlledBy(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
