package cloud.bleu.delivery.ocm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** A work that asks for other replicas, and for all else as before. */
final class ScaledWork {

  private ScaledWork() {}

  /**
   * What is to be changed in the spec of a work. One that an older version wrote is asked for its
   * last change of replicas too: otherwise no report is known to be of it.
   */
  static Map<String, JsonNode> spec(GenericKubernetesResource work, int replicas) {
    ReplicaChange change = ReplicaChange.to(replicas, work);
    JsonNode spec = Serialization.jsonMapper().valueToTree(work.get("spec"));
    for (JsonNode manifest : spec.path("workload").path("manifests")) {
      if (manifest.path("spec").path("replicas").isNumber()) {
        ((ObjectNode) manifest.path("spec")).put("replicas", replicas);
        if (change != null) {
          ((ObjectNode) manifest)
              .withObject("/metadata/annotations")
              .put(ReplicaChange.ANNOTATION, change.toString());
        }
      }
    }
    for (JsonNode config : spec.path(ManifestWork.CONFIGS)) {
      if (config.has(ManifestWork.FEEDBACK)) {
        ((ObjectNode) config).putPOJO(ManifestWork.FEEDBACK, ManifestWork.feedback());
      }
    }
    return Map.of(
        "workload", spec.path("workload"), ManifestWork.CONFIGS, spec.path(ManifestWork.CONFIGS));
  }
}
