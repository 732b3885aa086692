package cloud.bleu.fieldeffects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every field of every kind's spec, as the CRDs say. */
final class SpecFields {
  private SpecFields() {}

  /**
   * Paths of the fields that hold a value, by kind. What the schema leaves open, such as a pod
   * template, is one field.
   */
  static SortedMap<String, SortedSet<String>> byKind() {
    SortedMap<String, SortedSet<String>> kinds = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        JsonNode crd =
            new ObjectMapper()
                .valueToTree(Serialization.unmarshal(Files.readString(file), java.util.Map.class));
        SortedSet<String> paths = new TreeSet<>();
        collect(crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"), "spec", paths);
        kinds.put(crd.at("/spec/names/kind").asText(), paths);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kinds;
  }

  private static void collect(JsonNode schema, String path, SortedSet<String> paths) {
    JsonNode properties = schema.path("properties");
    if (properties.isObject() && !properties.isEmpty()) {
      properties
          .fields()
          .forEachRemaining(f -> collect(f.getValue(), path + "." + f.getKey(), paths));
    } else if (schema.has("items")) {
      collect(schema.get("items"), path + "[]", paths);
    } else if (schema.path("additionalProperties").isObject()) {
      collect(schema.get("additionalProperties"), path + "{}", paths);
    } else {
      paths.add(path);
    }
  }
}
