package cloud.bleu.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What the embedded API server reads of the objects that it stores. */
final class StoredObjects {
  private static final Set<String> OF_NO_GENERATION = Set.of("metadata", "status");

  private StoredObjects() {}

  /** An object from JSON, which clients send mostly and which is stored, or from YAML. */
  static JsonNode read(String text) throws JsonProcessingException {
    return (text.startsWith("{") ? Serialization.jsonMapper() : Serialization.yamlMapper())
        .readTree(text);
  }

  /** An object that was read before. */
  static JsonNode readStored(String text) {
    try {
      return read(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an object that cannot be read", e);
    }
  }

  /** Whether a write names a version, and that is not the one that is stored. */
  static boolean isOfAnotherVersion(JsonNode written, JsonNode stored) {
    String expected = version(written);
    return !expected.isEmpty() && !expected.equals(version(stored));
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  /** Whether it is to go once it has no finalizer any more. */
  static boolean isDeleted(String object) {
    return object.contains("\"deletionTimestamp\"")
        && readStored(object).path("metadata").hasNonNull("deletionTimestamp");
  }

  /** Whether the options of a deletion, be they absent, ask that nothing is stored of it. */
  static boolean isDryRun(String options) {
    return options.contains("\"dryRun\"")
        && readStored(options).path("dryRun").path(0).asText().equals("All");
  }

  /** An object that has just lost its last finalizer, and with that ended. */
  static String freed(JsonNode object) {
    JsonNode freed = object.deepCopy();
    ((ObjectNode) freed.path("metadata")).remove("finalizers");
    return freed.toString();
  }

  /** As much of an object as it is found by. */
  static GenericKubernetesResource known(JsonNode object) {
    GenericKubernetesResource known = new GenericKubernetesResource();
    known.setApiVersion(object.path("apiVersion").asText());
    known.setKind(object.path("kind").asText());
    known.setMetadata(
        Serialization.jsonMapper().convertValue(object.path("metadata"), ObjectMeta.class));
    return known;
  }

  /** The mock server takes status and metadata of an object over, also where there are none. */
  static JsonNode withoutAbsent(JsonNode updated) {
    if (updated.path("status").isMissingNode()) {
      ((ObjectNode) updated).remove("status");
    }
    updated.path("metadata").properties().removeIf(field -> field.getValue().isNull());
    return updated;
  }

  /** Whether an update changes more than metadata and status. */
  static boolean isNewGeneration(JsonNode current, JsonNode updated) {
    Set<String> fields = new TreeSet<>();
    current.fieldNames().forEachRemaining(fields::add);
    updated.fieldNames().forEachRemaining(fields::add);
    fields.removeAll(OF_NO_GENERATION);
    return fields.stream().anyMatch(f -> !Objects.equals(current.get(f), updated.get(f)));
  }
}
