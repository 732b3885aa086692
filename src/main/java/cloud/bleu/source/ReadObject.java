package cloud.bleu.source;

import cloud.bleu.assess.manifest.References;
import cloud.bleu.translate.manifest.Manifest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of an object of a cluster what its manifest would say. */
final class ReadObject {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Annotations that have the whole object once more, or that a controller wrote. */
  private static final Set<String> COPIES =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          "kapp.k14s.io/original",
          "banzaicloud.com/last-applied",
          "volume.kubernetes.io/storage-provisioner",
          "volume.beta.kubernetes.io/storage-provisioner",
          "pv.kubernetes.io/provisioned-by");

  private static final String RELEASE = "sh.helm.release.v1.";

  private final AssessedKind kind;
  private final boolean isMade;

  ReadObject(AssessedKind kind) {
    this.kind = kind;
    this.isMade = AssessedKinds.MADE.contains(kind);
  }

  /** The manifest; null for what says nothing that another object does not say. */
  @Nullable Manifest manifest(GenericKubernetesResource item) {
    ObjectNode json = MAPPER.valueToTree(item);
    // Items of a list do not repeat what they are.
    json.put("apiVersion", kind.apiVersion());
    json.put("kind", kind.kind());
    json.remove("status");
    ObjectNode metadata = json.withObject("metadata");
    metadata.remove("managedFields");
    if (metadata.path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(COPIES);
    }
    String name = metadata.path("name").asText();
    if (References.isGiven(name) || name.startsWith(RELEASE)) {
      return null;
    }
    if (isMade && (isOwned(metadata) || isPast(json))) {
      return null;
    }
    dropForeignOwner(metadata);
    return Manifest.of(json);
  }

  private static boolean isOwned(ObjectNode metadata) {
    for (JsonNode owner : metadata.path("ownerReferences")) {
      if (owner.path("controller").asBoolean() && isRead(owner)) {
        return true;
      }
    }
    return false;
  }

  /** An earlier revision of something. */
  private static boolean isPast(ObjectNode json) {
    return json.path("kind").asText().equals("ReplicaSet")
        && json.path("spec").path("replicas").asInt(1) == 0;
  }

  private static boolean isRead(JsonNode owner) {
    String apiVersion = owner.path("apiVersion").asText();
    int slash = apiVersion.indexOf('/');
    return AssessedKinds.isOwner(
        owner.path("kind").asText(), slash < 0 ? "" : apiVersion.substring(0, slash));
  }

  /**
   * What the controller of a custom resource made is all that is seen of it: nobody else says what
   * its pods are.
   */
  private static void dropForeignOwner(ObjectNode metadata) {
    if (metadata.path("ownerReferences") instanceof ArrayNode owners) {
      for (int i = owners.size() - 1; i >= 0; i--) {
        if (!isRead(owners.get(i))) {
          owners.remove(i);
        }
      }
    }
  }
}
