package cloud.bleu.examples;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import cloud.bleu.translate.manifest.JsonSchemas;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON schemas of the kinds, as {@code bleu schema} writes them. */
public final class KindSchemas {

  private final Map<String, Schema> schemas = new TreeMap<>();

  public KindSchemas() {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    JsonSchemas.files().entrySet().stream()
        .filter(file -> !file.getKey().equals(JsonSchemas.ALL))
        .map(Map.Entry::getValue)
        .forEach(s -> schemas.put(s.path("title").asText(), registry.getSchema(s)));
  }

  /** What is wrong with an object of one of the kinds, each with its name. */
  public List<String> errors(JsonNode object) {
    Schema schema = schemas.get(object.path("kind").asText());
    assertNotNull(schema, object.path("kind").asText());
    return schema.validate(object).stream()
        .map(error -> object.at("/metadata/name").asText() + ": " + error)
        .toList();
  }
}
