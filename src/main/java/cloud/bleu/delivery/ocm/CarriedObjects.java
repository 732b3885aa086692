package cloud.bleu.delivery.ocm;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects that a work carries, as its manifests say them. */
final class CarriedObjects {

  private CarriedObjects() {}

  /** All of them, without manifests that are no objects. */
  static List<GenericKubernetesResource> of(HasMetadata work) {
    return ManifestWork.manifests(work).stream()
        .map(CarriedObjects::object)
        .filter(one -> one.getKind() != null && one.getMetadata() != null)
        .toList();
  }

  /** The Deployment; null where there is none. */
  static @Nullable HasMetadata deployment(HasMetadata work) {
    return of(work).stream()
        .filter(one -> one.getKind().equals("Deployment"))
        .findFirst()
        .orElse(null);
  }

  private static GenericKubernetesResource object(Object manifest) {
    return Serialization.jsonMapper().convertValue(manifest, GenericKubernetesResource.class);
  }
}
