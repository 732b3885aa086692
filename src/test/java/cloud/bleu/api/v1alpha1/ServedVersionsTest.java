package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Without a conversion the API server shows an object by the schema of the version that is asked
 * for: what that lacks is lost with the next write in it
 * (docs/decisions/0021-versions-of-kinds.md).
 */
class ServedVersionsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final List<String> WITHIN = List.of("properties", "items");
  private static final String SCHEMA = "/schema/openAPIV3Schema";

  @ParameterizedTest
  @ValueSource(strings = {"crds", "helm/bleu/files/crds"})
  void haveOneSchema(String folder) throws IOException {
    Set<String> faults = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.toList()) {
        faults.addAll(differences(YAML.readTree(file.toFile())));
      }
    }
    assertEquals(Set.of(), faults, "the same fields in each version that is served");
  }

  @Test
  void aFieldOfOneVersionAloneIsFound() {
    String reviewer = "{type: string, maxLength: 63}";
    assertEquals(Set.of(), differences(twoVersions(next -> {})));
    assertEquals(
        Set.of("SovereigntyPolicy v1beta1: spec.reviewer is not as in v1alpha1"),
        differences(twoVersions(next -> fields(next, "/spec").set("reviewer", yaml(reviewer)))));
    assertEquals(
        Set.of("SovereigntyPolicy v1beta1: spec.rules is not as in v1alpha1"),
        differences(twoVersions(next -> fields(next, "/spec").remove("rules"))));
    assertEquals(
        Set.of("SovereigntyPolicy v1beta1: spec.rules[].reviewer is not as in v1alpha1"),
        differences(
            twoVersions(
                next ->
                    ((ObjectNode) fields(next, "/spec").at("/rules/items/properties"))
                        .set("reviewer", yaml(reviewer)))));
    assertEquals(
        Set.of("SovereigntyPolicy v1beta1: status is not as in v1alpha1"),
        differences(
            twoVersions(next -> ((ObjectNode) fields(next, "").get("status")).put("x", 1))));
    assertEquals(
        Set.of(),
        differences(
            twoVersions(
                next -> {
                  fields(next, "/spec").remove("rules");
                  next.put("served", false);
                })),
        "nobody reads or writes by it");
  }

  private static ObjectNode twoVersions(Consumer<ObjectNode> change) {
    ObjectNode crd = CrdFiles.definition(SovereigntyPolicy.class);
    ArrayNode versions = (ArrayNode) crd.at("/spec/versions");
    ObjectNode next = versions.get(0).deepCopy();
    next.put("name", "v1beta1").put("storage", false);
    change.accept(next);
    versions.add(next);
    return crd;
  }

  private static ObjectNode fields(ObjectNode version, String of) {
    String path = of.isEmpty() ? "" : "/properties" + of;
    return (ObjectNode) version.at(SCHEMA + path + "/properties");
  }

  private static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where the schemas of served versions are not those of the first one. */
  private static Set<String> differences(JsonNode crd) {
    List<JsonNode> served = new ArrayList<>();
    for (JsonNode version : crd.at("/spec/versions")) {
      if (version.get("served").asBoolean()) {
        served.add(version);
      }
    }
    Set<String> found = new TreeSet<>();
    for (JsonNode version : served) {
      Set<String> paths = new TreeSet<>();
      compare("", served.get(0).at(SCHEMA), version.at(SCHEMA), paths);
      for (String path : paths) {
        found.add(
            "%s %s: %s is not as in %s"
                .formatted(
                    crd.at("/spec/names/kind").asText(),
                    version.get("name").asText(),
                    path.isEmpty() ? "the whole" : path.substring(1),
                    served.get(0).get("name").asText()));
      }
    }
    return found;
  }

  /** The outermost fields that differ, with the fields of both gone into. */
  private static void compare(String path, JsonNode one, JsonNode other, Set<String> found) {
    if (one.equals(other)) {
      return;
    }
    ObjectNode ofOne = ((ObjectNode) one).deepCopy().without(WITHIN);
    ObjectNode ofOther = ((ObjectNode) other).deepCopy().without(WITHIN);
    boolean sameWithin = one.has("items") == other.has("items");
    if (!sameWithin || !ofOne.equals(ofOther)) {
      found.add(path);
      return;
    }
    Set<String> names = new TreeSet<>();
    one.path("properties").fieldNames().forEachRemaining(names::add);
    other.path("properties").fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      JsonNode left = one.path("properties").path(name);
      JsonNode right = other.path("properties").path(name);
      if (left.isMissingNode() || right.isMissingNode()) {
        found.add(path + "." + name);
      } else {
        compare(path + "." + name, left, right, found);
      }
    }
    if (one.has("items")) {
      compare(path + "[]", one.get("items"), other.get("items"), found);
    }
  }
}
