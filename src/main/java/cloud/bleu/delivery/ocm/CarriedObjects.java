package cloud.bleu.delivery.ocm;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Adds an annotation to an object that a work is to carry. */
  static void annotate(HasMetadata object, String key, String value) {
    Map<String, String> annotations = new LinkedHashMap<>();
    if (object.getMetadata().getAnnotations() != null) {
      annotations.putAll(object.getMetadata().getAnnotations());
    }
    annotations.put(key, value);
    object.getMetadata().setAnnotations(annotations);
  }

  private static GenericKubernetesResource object(Object manifest) {
    return Serialization.jsonMapper().convertValue(manifest, GenericKubernetesResource.class);
  }
}
