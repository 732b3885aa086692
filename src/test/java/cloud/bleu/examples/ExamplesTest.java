package cloud.bleu.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.ChildJvm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are one story: copies do not drift, and what is generated is what was committed. */
class ExamplesTest {

  private static final Path EXAMPLES = Path.of("examples");
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(strings = {"hospital", "ministry", "migration"})
  void factsAndPoliciesAreThoseOfTheSharedDirectories(String example) throws IOException {
    Map<String, JsonNode> shared = byName(EXAMPLES.resolve("providers"), "CloudProvider");
    shared.putAll(byName(EXAMPLES.resolve("policies"), "SovereigntyPolicy"));
    Map<String, JsonNode> copies = byName(EXAMPLES.resolve(example), "CloudProvider");
    copies.putAll(byName(EXAMPLES.resolve(example), "SovereigntyPolicy"));
    assertTrue(copies.size() >= 4, () -> "providers and policies in " + example + ": " + copies);
    copies.forEach((name, copy) -> assertEquals(shared.get(name), copy, name));
  }

  @Test
  void thePolicyOnPublicFactsDiffersInFivePlacesOnly() throws IOException {
    Map<String, JsonNode> policies = byName(EXAMPLES.resolve("policies"), "SovereigntyPolicy");
    Map<String, String> strict =
        leaves(policies, "SovereigntyPolicy/secnumcloud-3.2-customer-side");
    Map<String, String> loose = leaves(policies, "SovereigntyPolicy/public-facts-for-learning");
    List<String> leftOut = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    Stream.concat(strict.keySet().stream(), loose.keySet().stream())
        .distinct()
        .filter(path -> !path.equals("/metadata/name"))
        .filter(path -> !path.startsWith("/spec/waivable/")) // rules that it leaves out
        .filter(path -> !strict.getOrDefault(path, "").equals(loose.getOrDefault(path, "")))
        .forEach(path -> (leavesOut(loose, path) ? leftOut : differences).add(path));
    assertEquals(
        List.of(
            "/spec/facts/acceptBasis/4",
            "/spec/facts/maxAgeDays",
            "/spec/rules/ownership/action",
            "/spec/rules/qualified-offering/parameters/acceptOpenWindow",
            "/spec/rules/seat/action"),
        differences.stream().sorted().toList());
    assertTrue(leftOut.contains("/spec/rules/agreement/action"), leftOut.toString());
  }

  private static boolean leavesOut(Map<String, String> policy, String path) {
    Matcher rule = Pattern.compile("/spec/rules/[^/]+/").matcher(path);
    return rule.lookingAt() && !policy.containsKey(rule.group() + "rule");
  }

  @Test
  void everyProvenanceHasASourceAndEveryFactThatIsNotAssumedADay() throws IOException {
    List<String> missing = new ArrayList<>();
    for (JsonNode object : objects(EXAMPLES)) {
      for (JsonNode provenance : provenances(object)) {
        boolean day =
            provenance.hasNonNull("asOf") || provenance.path("basis").asText().equals("Assumption");
        if (provenance.path("source").asText().isBlank() || !day) {
          missing.add(object.at("/metadata/name").asText() + ": " + provenance);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void openbIsWhatItsGeneratorWrites(@TempDir Path out) throws Exception {
    List<String> command = ChildJvm.shortLived();
    command.addAll(List.of("hack/Openb.java", "--out", out.toString()));
    Process openb =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(out.resolve("log").toFile())
            .start();
    assertTrue(openb.waitFor(2, TimeUnit.MINUTES));
    String log = Files.readString(out.resolve("log"));
    assertEquals(0, openb.exitValue(), log);
    for (String file : List.of("estate.yaml", "nodes.yaml", "workloads.yaml")) {
      assertEquals(
          Files.readString(EXAMPLES.resolve("openb").resolve(file)),
          Files.readString(out.resolve(file)),
          () -> "examples/openb/" + file + " is not what hack/openb writes; run it");
    }
    String readme = Files.readString(EXAMPLES.resolve("openb/README.md"));
    assertTrue(readme.contains("$ hack/openb\n" + log), log);
  }

  @Test
  void everyObjectIsOfItsSchemaWithNoFieldBesides() throws IOException {
    KindSchemas schemas = new KindSchemas();
    List<String> errors = new ArrayList<>();
    int checked = 0;
    for (JsonNode object : objects(EXAMPLES)) {
      if (object.path("apiVersion").asText().startsWith("placement.bleu.cloud/")) {
        errors.addAll(schemas.errors(object));
        checked++;
      }
    }
    assertEquals(List.of(), errors);
    assertTrue(checked > 300, "objects checked: " + checked);
  }

  private static Map<String, JsonNode> byName(Path directory, String kind) throws IOException {
    Map<String, JsonNode> found = new TreeMap<>();
    for (JsonNode object : objects(directory)) {
      if (object.path("kind").asText().equals(kind)) {
        found.put(kind + "/" + object.at("/metadata/name").asText(), object);
      }
    }
    return found;
  }

  private static List<JsonNode> objects(Path directory) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
          documents.forEachRemaining(objects::add);
        }
      }
    }
    return objects;
  }

  private static List<JsonNode> provenances(JsonNode node) {
    List<JsonNode> found = new ArrayList<>();
    if (node.path("basis").isTextual()) {
      found.add(node);
    }
    node.forEach(child -> found.addAll(provenances(child)));
    return found;
  }

  private static Map<String, String> leaves(Map<String, JsonNode> objects, String name) {
    Map<String, String> leaves = new TreeMap<>();
    collect("", objects.get(name), leaves);
    return leaves;
  }

  private static void collect(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isValueNode()) {
      leaves.put(path, node.asText());
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        JsonNode name = path.equals("/spec/rules") ? node.get(i).path("name") : node.path("");
        collect(path + "/" + name.asText(String.valueOf(i)), node.get(i), leaves);
      }
    } else {
      node.properties().forEach(e -> collect(path + "/" + e.getKey(), e.getValue(), leaves));
    }
  }
}
