package cloud.bleu.examples;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The schemas of the kinds, closed: the API server drops a field that a schema does not name, here
 * it is an error.
 */
public final class KindSchemas {

  private static final YAMLMapper YAML = new YAMLMapper();

  private final Map<String, Schema> schemas = new TreeMap<>();

  public KindSchemas() throws IOException {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.toList()) {
        JsonNode crd = YAML.readTree(file.toFile());
        JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
        close(schema.path("properties").path("spec"));
        schemas.put(crd.at("/spec/names/kind").asText(), registry.getSchema(schema));
      }
    }
  }

  /** What is wrong with an object of one of the kinds, each with its name. */
  public List<String> errors(JsonNode object) {
    Schema schema = schemas.get(object.path("kind").asText());
    assertNotNull(schema, object.path("kind").asText());
    return schema.validate(object).stream()
        .map(error -> object.at("/metadata/name").asText() + ": " + error)
        .toList();
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode node) {
      boolean open =
          schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
              || !schema.path("properties").isObject();
      if (!open) {
        node.put("additionalProperties", false);
        schema.path("properties").forEach(KindSchemas::close);
      }
      close(schema.path("items"));
    }
  }
}
