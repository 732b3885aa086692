package cloud.bleu.assess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.assess.catalogue.Entry;
import cloud.bleu.assess.check.Check;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.assessment.RequirementLedger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each code finds what it is about, and not what looks like it. */
class CatalogueCasesTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  static Stream<JsonNode> cases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    YAML.readTree(Path.of("src/test/resources/assess/cases.yaml").toFile()).forEach(cases::add);
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itIsFoundWhereItIsAndNowhereElse(JsonNode one) throws IOException {
    String code = one.path("code").asText();
    List<Finding> found = findings(one, "hit", code);
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.get(0).found().startsWith(one.path("found").asText()), found.toString());
    assertEquals(one.path("severity").asText(), found.get(0).severity().name());
    assertTrue(found.get(0).change().startsWith(one.path("to").asText()), found.toString());
    assertEquals(List.of(), findings(one, "miss", code));
  }

  private static List<Finding> findings(JsonNode one, String field, String code)
      throws IOException {
    StringBuilder text = new StringBuilder();
    JsonNode given = one.path(field);
    for (JsonNode object : given.isArray() ? given : YAML.createArrayNode().add(given)) {
      text.append("---\n")
          .append(YAML.writeValueAsString(manifest(object)).replaceFirst("---", ""));
    }
    Assessment assessment = Assessed.text(one.path("target").asText(), text.toString());
    assertTrue(assessment.input().objects() > 0, text.toString());
    assertTrue(assessment.input().isWhole(), text.toString());
    return assessment.findings().stream().filter(f -> f.code().equals(code)).toList();
  }

  private static JsonNode manifest(JsonNode given) {
    if (given.has("kind")) {
      return given;
    }
    ObjectNode spec = given.deepCopy();
    ObjectNode pod = YAML.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    JsonNode metadata = spec.remove("metadata");
    ObjectNode named = metadata == null ? YAML.createObjectNode() : (ObjectNode) metadata;
    pod.set("metadata", named.put("name", "x"));
    ObjectNode container = YAML.createObjectNode().put("name", "c");
    JsonNode variable = spec.remove("env");
    if (variable != null) {
      container.set("env", YAML.createArrayNode().add(variable));
    }
    JsonNode more = spec.remove("c");
    if (more != null) {
      container.setAll((ObjectNode) more);
    }
    spec.set("containers", ((ArrayNode) YAML.createArrayNode()).add(container));
    pod.set("spec", spec);
    return pod;
  }

  @Test
  void everyCodeHasACase() throws IOException {
    Set<String> tried =
        cases().map(c -> c.path("code").asText()).collect(Collectors.toCollection(TreeSet::new));
    Set<String> codes =
        Assessed.CATALOGUE.entries().stream()
            .map(Entry::code)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(codes, tried);
  }

  @Test
  void whatTheCatalogueNamesIsThere() {
    Set<String> ids =
        RequirementLedger.all().stream().map(Requirement::id).collect(Collectors.toSet());
    Set<String> checks = Check.all().stream().map(Check::name).collect(Collectors.toSet());
    Pattern key = Pattern.compile("\\[(\\w+)]");
    for (Entry entry : Assessed.CATALOGUE.entries()) {
      assertTrue(ids.containsAll(entry.requirements()), entry.code());
      assertTrue(entry.check() == null || checks.contains(entry.check()), entry.code());
      assertTrue(entry.check() != null || !entry.looks().isEmpty(), entry.code());
      for (String target : List.of("bleu", "s3ns", "other")) {
        var advice = entry.advice(MigrationTarget.of(target), "");
        if (advice == null) {
          continue;
        }
        Matcher sources = key.matcher(advice.source());
        boolean named = advice.source().startsWith("endpoints.psv");
        while (sources.find()) {
          named = true;
          assertTrue(Assessed.CATALOGUE.sources().containsKey(sources.group(1)), advice.source());
        }
        assertTrue(named && !advice.basis().isEmpty(), entry.code() + " for " + target);
      }
    }
  }
}
