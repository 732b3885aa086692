package cloud.bleu.delivery.cluster;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a workload in its own cluster: those that it controls, by their owner references.
 * So the cluster removes them with it.
 */
public final class OwnerReferences implements Ownership {

  @Override
  public boolean owns(HasMetadata workload, HasMetadata object) {
    String uid = workload.getMetadata().getUid();
    for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        return uid.equals(owner.getUid());
      }
    }
    return false;
  }

  @Override
  public @Nullable String otherHome(HasMetadata workload, HasMetadata object) {
    return null;
  }

  @Override
  public DeliveryProblem ofAnotherHome(HasMetadata object, String otherHome) {
    throw new IllegalStateException("a workload and its objects are in one cluster");
  }

  @Override
  public boolean outlivesItsOwn() {
    return false;
  }

  @Override
  public DeliveryProblem of(Refusal refusal, DeliveryProblem problem) {
    return refusal.source() == Refusal.Source.EndingNamespace
        ? problem.ofEndingNamespace()
        : problem;
  }

  @Override
  public void claim(HasMetadata workload, HasMetadata object) {
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
