package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas take every example, and find what is wrong with a manifest before it is applied. */
class SchemaCommandTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: near, labels: {any: thing}}
      spec:
        displayName: Near
        legalEntity: {name: Near, registeredOffice: FR}
        offerings: [{name: base, layers: [IaaS], regions: [north]}]
      """;

  @TempDir Path directory;

  /** The names are those that kubeconform looks for: {{.ResourceKind}}{{.KindSuffix}}.json. */
  @Test
  void oneFileAKindAndOneForAll() throws IOException {
    Path below = directory.resolve("not/there/yet");
    Typed written = Typed.bleu("schema", below.toString());
    assertEquals(ExitCode.OK, written.code(), written.err());
    assertTrue(written.out().contains("# yaml-language-server: $schema=" + below + "/all.json\n"));
    List<String> names;
    try (Stream<Path> files = Files.list(below)) {
      names = files.map(f -> f.getFileName().toString()).sorted().toList();
    }
    assertTrue(names.contains("bleuworkload-placement-v1alpha1.json"), names.toString());
    assertEquals(11, names.size(), names.toString());
    assertFalse(
        Files.readString(below.resolve("bleuworkload-placement-v1alpha1.json"))
            .contains("x-kubernetes-"));
  }

  @Test
  void everyExampleIsValid() throws IOException {
    Schema all = schema();
    List<String> errors = new ArrayList<>();
    int checked = 0;
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
          while (documents.hasNext()) {
            all.validate(documents.next()).forEach(e -> errors.add(file + ": " + e));
            checked++;
          }
        }
      }
    }
    assertEquals(List.of(), errors);
    assertTrue(checked > 300, "objects: " + checked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "displayName: Near           | displayName: [Near]           | /spec/displayName",
        "displayName: Near           | displayname: Near             | displayname",
        "registeredOffice: FR        | registeredOfice: FR           | registeredOfice",
        "layers: [IaaS]              | layers: IaaS                  | /spec/offerings/0/layers",
        "'spec:'                     | 'specs:'                      | specs",
        "metadata: {name: near,      | labels: {name: near,          | labels",
      })
  void whatIsWrongIsFound(String right, String wrong, String place) throws IOException {
    Schema all = schema();
    assertEquals(List.of(), all.validate(YAML.readTree(PROVIDER)));
    String broken = PROVIDER.replace(right, wrong);
    assertFalse(broken.equals(PROVIDER), right);
    List<String> errors =
        all.validate(YAML.readTree(broken)).stream().map(Object::toString).toList();
    assertTrue(errors.stream().anyMatch(e -> e.contains(place)), errors.toString());
  }

  @Test
  void aFileInTheWayIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Typed refused = Typed.bleu("schema", file.toString());
    assertEquals(ExitCode.BAD_INPUT, refused.code());
    assertEquals(
        file + ": cannot be written; give a directory that you may write into\n", refused.err());
  }

  private Schema schema() {
    assertEquals(ExitCode.OK, Typed.bleu("schema", directory.toString()).code());
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            builder -> builder.schemaLoader(l -> l.fetchRemoteResources()))
        .getSchema(SchemaLocation.of(directory.resolve("all.json").toUri().toString()));
  }
}
