package cloud.bleu.delivery.cluster;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.EgressPolicy;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a workload in its own cluster: those that it controls, by their owner references.
 * So the cluster removes them with it. An object that nobody controls is its own as well if it has
 * the name and the labels of one. A backup that is restored without owner references, or a workload
 * that was deleted alone, leaves such objects. Controllers of Kubernetes adopt theirs in the same
 * way.
 */
public final class OwnerReferences implements Ownership {

  @Override
  public boolean owns(HasMetadata workload, HasMetadata object) {
    OwnerReference controller = controller(object);
    return controller == null
        ? isNamedAsOneOf(workload, object)
        : workload.getMetadata().getUid().equals(controller.getUid());
  }

  @Override
  public boolean isClaimed(HasMetadata object) {
    return controller(object) != null;
  }

  private static @Nullable OwnerReference controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst()
        .orElse(null);
  }

  private static boolean isNamedAsOneOf(HasMetadata workload, HasMetadata object) {
    String owner = workload.getMetadata().getName();
    ObjectMeta metadata = object.getMetadata();
    Map<String, String> labels = metadata.getLabels();
    if (labels == null
        || !owner.equals(labels.get(Labels.WORKLOAD))
        || !workload.getMetadata().getNamespace().equals(metadata.getNamespace())) {
      return false;
    }
    String zone = labels.get(Labels.ZONE);
    String own =
        object instanceof NetworkPolicy
            ? EgressPolicy.name(workload)
            : zone == null ? owner : ChildName.of(owner, zone);
    return own.equals(metadata.getName());
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
