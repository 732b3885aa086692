package cloud.bleu.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.UnlockedEdit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An early chart of this project, of 2026-11-24, and objects with every field of its kinds, as it
 * had them stored.
 */
final class FirstChart {
  private static final Path FOLDER = Path.of("src/test/resources/chart/first");
  private static final JsonMapper JSON = new JsonMapper();

  /** Admission lets nobody else write them. */
  private static final Set<String> WRITTEN_BY_THE_OPERATOR =
      Set.of("WorkloadPlacement", "DecisionLedger");

  /** The chart, packaged. */
  static final String PACKAGE = FOLDER.resolve("bleu-0.1.0.tgz").toString();

  private final KubernetesClient client;
  private final String namespace;
  private final List<JsonNode> stored = new ArrayList<>();

  /** With its objects not yet in the cluster. */
  FirstChart(KubernetesClient client, String namespace) throws IOException {
    this.client = client;
    this.namespace = namespace;
    try (var documents =
        new YAMLMapper()
            .readerFor(JsonNode.class)
            .<JsonNode>readValues(FOLDER.resolve("stored.yaml").toFile())) {
      documents.forEachRemaining(stored::add);
    }
  }

  /** Writes the objects, and what the server makes of them is what has to stay. */
  void store() throws IOException {
    for (int i = 0; i < stored.size(); i++) {
      JsonNode written = stored.get(i);
      GenericKubernetesResource object = JSON.treeToValue(written, GenericKubernetesResource.class);
      Object status = object.getAdditionalProperties().remove("status");
      resource(written).create(object);
      if (status != null) {
        UnlockedEdit.ofStatus(
            resource(written),
            now -> {
              now.setAdditionalProperty("status", status);
              return now;
            });
      }
      JsonNode there = now(written);
      assertHolds(written, there, "as written");
      stored.set(i, there);
    }
  }

  /**
   * Every field of the kinds that are served now is in one of the objects, but for templates and
   * for the status of what people write.
   */
  void hasEveryField() throws IOException {
    for (String kind : new TreeSet<>(stored.stream().map(o -> o.path("kind").asText()).toList())) {
      Set<String> fields = new TreeSet<>();
      JsonNode schema = JSON.valueToTree(crd(kind)).at("/spec/versions/0/schema/openAPIV3Schema");
      Set<String> used = new TreeSet<>();
      for (String part : List.of("spec", "status")) {
        List<JsonNode> there =
            stored.stream()
                .filter(o -> o.path("kind").asText().equals(kind) && o.has(part))
                .toList();
        if (part.equals("spec") || kind.equals("WorkloadPlacement")) {
          declared(schema.path("properties").path(part), kind + "." + part, fields);
          there.forEach(o -> present(o.path(part), kind + "." + part, used));
        }
      }
      fields.removeAll(used);
      assertEquals(Set.of(), fields);
    }
  }

  private Object crd(String kind) {
    return client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .filter(k -> k.getSpec().getNames().getKind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static void declared(JsonNode schema, String path, Set<String> into) {
    if (path.endsWith(".template") || path.endsWith("volumeClaimTemplates")) {
      return;
    }
    schema
        .path("properties")
        .fields()
        .forEachRemaining(
            f -> {
              into.add(path + "." + f.getKey());
              declared(f.getValue(), path + "." + f.getKey(), into);
            });
    if (schema.has("items")) {
      declared(schema.path("items"), path, into);
    }
  }

  private static void present(JsonNode value, String path, Set<String> into) {
    value
        .fields()
        .forEachRemaining(
            f -> {
              into.add(path + "." + f.getKey());
              present(f.getValue(), path + "." + f.getKey(), into);
            });
    if (value.isArray()) {
      value.forEach(element -> present(element, path, into));
    }
  }

  /**
   * Each object is there with its identity and all of its values, and what people write is taken as
   * it is.
   */
  void isWhole(String when) {
    for (JsonNode before : stored) {
      JsonNode now = now(before);
      assertEquals(before.at("/metadata/uid"), now.at("/metadata/uid"), when);
      assertHolds(before, now, when);
      if (!WRITTEN_BY_THE_OPERATOR.contains(before.path("kind").asText())) {
        resource(before).dryRun().replace(resource(before).get());
      }
    }
  }

  private Resource<GenericKubernetesResource> resource(JsonNode object) {
    var kind =
        client.genericKubernetesResources(
            object.path("apiVersion").asText(), object.path("kind").asText());
    String name = object.at("/metadata/name").asText();
    return Set.of("BleuWorkload", "WorkloadPlacement").contains(object.path("kind").asText())
        ? kind.inNamespace(namespace).withName(name)
        : kind.withName(name);
  }

  private JsonNode now(JsonNode object) {
    return JSON.valueToTree(resource(object).get());
  }

  private static void assertHolds(JsonNode before, JsonNode now, String when) {
    for (String part : List.of("spec", "status")) {
      holds(before.path(part), now.path(part), before.path("kind").asText() + "." + part, when);
    }
  }

  /** What was there is there; defaults of newer fields may be there too. */
  private static void holds(JsonNode before, JsonNode now, String path, String when) {
    if (before.isObject()) {
      before
          .fields()
          .forEachRemaining(
              f -> {
                String at = path + "." + f.getKey();
                assertTrue(now.has(f.getKey()), when + ": " + at + " is lost");
                holds(f.getValue(), now.path(f.getKey()), at, when);
              });
    } else if (before.isArray()) {
      assertEquals(before.size(), now.size(), when + ": " + path);
      for (int i = 0; i < before.size(); i++) {
        holds(before.get(i), now.get(i), path, when);
      }
    } else if (!before.isMissingNode()) {
      assertEquals(before, now, when + ": " + path);
    }
  }
}
