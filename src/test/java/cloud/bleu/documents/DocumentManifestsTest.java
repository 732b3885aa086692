package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.DocumentedCommands;
import cloud.bleu.examples.KindSchemas;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a page shows as YAML is a manifest that the API server takes, or values of the chart. */
class DocumentManifestsTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path VALUES = Path.of("helm", "bleu", "values.schema.json");
  private static final Path DEFAULTS = Path.of("helm", "bleu", "values.yaml");

  /** Kinds of Kubernetes in a guide: {@code HowToPlaneTest} applies them to a real API server. */
  private static final Set<String> APPLIED = Set.of("Service", "HorizontalPodAutoscaler");

  @Test
  void everyManifestIsOfItsSchema() throws IOException {
    KindSchemas schemas = new KindSchemas();
    Schema values =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(new YAMLMapper().readTree(VALUES.toFile()));
    List<String> errors = new ArrayList<>();
    int checked = 0;
    for (Path page : DocumentedCommands.documents()) {
      for (String block : DocumentedCommands.yaml(page)) {
        try (MappingIterator<JsonNode> objects = YAML.readerFor(JsonNode.class).readValues(block)) {
          while (objects.hasNext()) {
            JsonNode object = objects.next();
            checked++;
            if (!object.has("apiVersion")) {
              // As Helm does: over the defaults, which the schema asks for.
              values
                  .validate(
                      YAML.readerForUpdating(YAML.readTree(DEFAULTS.toFile())).readValue(object))
                  .forEach(e -> errors.add(page + ": values of the chart: " + e));
            } else if (APPLIED.contains(object.path("kind").asText())) {
              assertTrue(page.endsWith("run-a-workload.md"), page + ": " + object);
            } else if (!object.path("apiVersion").asText().startsWith("placement.bleu.cloud/")) {
              errors.add(page + ": a block of YAML is no manifest of ours: " + object);
            } else {
              schemas.errors(object).forEach(error -> errors.add(page + ": " + error));
            }
          }
        }
      }
    }
    assertEquals(List.of(), errors);
    assertTrue(checked >= 5, "manifests checked: " + checked);
  }
}
