package cloud.bleu.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/kinds.md} says what the schemas under {@code crds/} say. */
class KindReferenceTest {

  private static final Path PAGE = Path.of("docs/reference/kinds.md");

  /** Kinds that people write, in the order in which they need them. */
  private static final List<String> OF_PEOPLE =
      List.of(
          "CloudProvider",
          "AvailabilityZone",
          "SovereigntyPolicy",
          "SovereigntyWaiver",
          "BleuWorkload",
          "ResilienceDrill",
          "MigrationPlan");

  private static final List<String> OF_THE_OPERATOR =
      List.of("WorkloadPlacement", "PlacementGate", "DecisionLedger");

  /** What every condition has: said once for all kinds. */
  private static final Set<String> CONDITION =
      Set.of("type", "status", "observedGeneration", "lastTransitionTime", "reason", "message");

  @Test
  void thePageSaysWhatTheSchemasSay() throws IOException {
    GeneratedPage.assertWritten(PAGE, page());
  }

  private static String page() throws IOException {
    Map<String, JsonNode> kinds = kinds();
    List<String> order = Stream.of(OF_PEOPLE, OF_THE_OPERATOR).flatMap(List::stream).toList();
    assertEquals(new HashSet<>(order), kinds.keySet(), "name the new kind in this test");
    StringBuilder text =
        new StringBuilder(
            """
            # Kinds

            Reference. Written from the schemas in `crds/`; do not edit. Here is every field of every kind,
            with its type, its default and what the API server accepts. `kubectl explain bleuworkload.spec`
            prints the same in a cluster. What the fields lead to is in
            [how a workload gets its zones](../placement.md), and tasks are in the
            [how-to guides](../README.md#how-to-guides). New here? Start with the
            [tutorial](../tutorial.md).

            All are of `placement.bleu.cloud/v1alpha1`. A value that is not accepted is rejected with a
            message that names the field.

            """);
    text.append(GeneratedPage.head(List.of("kind", "short name", "scope", "written by")));
    for (String kind : order) {
      JsonNode spec = kinds.get(kind).path("spec");
      text.append(
          GeneratedPage.row(
              List.of(
                  "[" + kind + "](#" + kind.toLowerCase(Locale.ROOT) + ")",
                  "`" + String.join("`, `", texts(spec.at("/names/shortNames"))) + "`",
                  spec.path("scope").asText().equals("Cluster") ? "cluster" : "namespace",
                  OF_PEOPLE.contains(kind) ? "people" : "the operator")));
    }
    text.append(
        """

        - A *quantity* is written as in Kubernetes: `500m`, `4Gi`.
        - A *duration* is written like `90s`, `5m` or `1h30m`.
        - A *day* is written like `"2027-06-30"`, in quotes.
        - An *instant* is one of RFC 3339, like `"2027-06-30T00:00:00Z"`, in quotes.
        - In the name of a field, `[]` stands for each entry of a list, and `.*` for each value of a map.

        Each condition in a status has `type`, `status`, `reason`, `message`, `lastTransitionTime` and
        `observedGeneration`, as everywhere in Kubernetes. The reasons are in [codes](codes.md).
        """);
    order.forEach(kind -> describe(kind, kinds.get(kind).at("/spec/versions/0"), text));
    return text.toString();
  }

  private static Map<String, JsonNode> kinds() throws IOException {
    Map<String, JsonNode> kinds = new HashMap<>();
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.toList()) {
        JsonNode crd = new YAMLMapper().readTree(file.toFile());
        assertEquals(1, crd.at("/spec/versions").size(), "the page is of one version");
        kinds.put(crd.at("/spec/names/kind").asText(), crd);
      }
    }
    return kinds;
  }

  private static String columns(JsonNode version) {
    List<String> always = new ArrayList<>();
    List<String> wide = new ArrayList<>();
    version
        .path("additionalPrinterColumns")
        .forEach(
            column ->
                (column.path("priority").asInt() > 0 ? wide : always)
                    .add(column.path("name").asText()));
    return "Columns in a list: "
        + String.join(", ", always)
        + (wide.isEmpty() ? "." : "; with `-o wide` also " + String.join(", ", wide) + ".");
  }

  private static void describe(String kind, JsonNode version, StringBuilder text) {
    JsonNode schema = version.at("/schema/openAPIV3Schema");
    text.append("\n## ").append(kind).append("\n\n");
    text.append(Prose.filled(schema.path("description").asText()));
    text.append("\n").append(Prose.filled(columns(version)));
    for (String part : List.of("spec", "status")) {
      JsonNode of = schema.path("properties").path(part);
      if (!of.isMissingNode()) {
        text.append("\n### ").append(part.equals("spec") ? "Spec" : "Status").append(" of ");
        text.append(kind).append("\n\n").append(Prose.filled(of.path("description").asText()));
        text.append("\n");
        text.append(
            GeneratedPage.head(List.of("field", "type", "default", "accepted", "what it is")));
        fields("", of, text);
      }
    }
    List<List<String>> checks = new ArrayList<>();
    checks("", schema, checks);
    if (!checks.isEmpty()) {
      text.append("\n### Checks of ").append(kind).append("\n\n");
      text.append("The API server rejects an object with one of these messages.\n\n");
      text.append(GeneratedPage.head(List.of("at", "message")));
      checks.forEach(check -> text.append(GeneratedPage.row(check)));
    }
  }

  private static void fields(String path, JsonNode schema, StringBuilder text) {
    Set<String> required = new HashSet<>(texts(schema.path("required")));
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String name = path + field.getKey();
              JsonNode value = field.getValue();
              String need = required.contains(field.getKey()) ? ", required" : "";
              text.append(
                  GeneratedPage.row(
                      List.of(
                          "`" + name + "`",
                          type(value) + need,
                          value.has("default") ? "`" + value.path("default") + "`" : "",
                          accepted(value),
                          GeneratedPage.cell(value.path("description").asText()))));
              if (!isConditions(value)) {
                fields(name + ".", value, text);
                fields(name + "[].", value.path("items"), text);
                fields(name + ".*.", value.path("additionalProperties"), text);
              }
            });
  }

  private static boolean isConditions(JsonNode list) {
    Set<String> names = new HashSet<>();
    list.at("/items/properties").fieldNames().forEachRemaining(names::add);
    return names.equals(CONDITION);
  }

  private static String type(JsonNode schema) {
    if (isConditions(schema)) {
      return "list of conditions";
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return schema.path("pattern").asText().contains("[KMGTPE]i")
          ? "quantity"
          : "integer or string";
    }
    if (schema.has("items")) {
      return "list of " + plural(type(schema.path("items")));
    }
    if (schema.has("additionalProperties")) {
      return "map of " + plural(type(schema.path("additionalProperties")));
    }
    return switch (schema.path("format").asText()) {
      case "date" -> "day";
      case "date-time" -> "instant";
      default ->
          schema.path("pattern").asText().contains("(ms|s|m|h)")
              ? "duration"
              : schema.path("type").asText();
    };
  }

  private static String plural(String type) {
    return type.endsWith("y") && !type.endsWith("ay")
        ? type.substring(0, type.length() - 1) + "ies"
        : type.startsWith("list of ") || type.startsWith("map of ") ? type : type + "s";
  }

  /** What the API server accepts of a field, and of each entry of it. */
  private static String accepted(JsonNode schema) {
    List<String> parts = new ArrayList<>();
    range(parts, schema, "minItems", "maxItems", " entries");
    range(parts, schema, "minProperties", "maxProperties", " entries");
    if (schema.has("enum")) {
      parts.add(
          texts(schema.path("enum")).stream()
              .map(GeneratedPage::code)
              .collect(Collectors.joining(", ")));
    }
    range(parts, schema, "minimum", "maximum", "");
    String type = type(schema);
    if (type.equals("string") && !schema.has("enum")) {
      range(parts, schema, "minLength", "maxLength", " characters");
    }
    if (Set.of("string", "integer or string").contains(type) && schema.has("pattern")) {
      parts.add(GeneratedPage.code(schema.path("pattern").asText()));
    }
    for (String inner : List.of("items", "additionalProperties")) {
      if (schema.has(inner) && !isConditions(schema)) {
        String each = accepted(schema.path(inner));
        if (!each.isEmpty()) {
          parts.add("each " + each);
        }
      }
    }
    return String.join("; ", parts);
  }

  private static void range(
      List<String> parts, JsonNode schema, String least, String most, String unit) {
    if (schema.has(least) && schema.has(most)) {
      parts.add(schema.path(least).asText() + " to " + schema.path(most).asText() + unit);
    } else if (schema.has(least)) {
      parts.add("at least " + schema.path(least).asText() + unit);
    } else if (schema.has(most)) {
      parts.add("at most " + schema.path(most).asText() + unit);
    }
  }

  private static void checks(String path, JsonNode schema, List<List<String>> found) {
    for (JsonNode check : schema.path("x-kubernetes-validations")) {
      String at = path + check.path("fieldPath").asText();
      found.add(
          List.of(
              at.isEmpty() ? "" : "`" + at.replaceFirst("^\\.", "") + "`",
              GeneratedPage.cell(check.path("message").asText())));
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> checks(path + "." + field.getKey(), field.getValue(), found));
    if (schema.has("items")) {
      checks(path + "[]", schema.path("items"), found);
    }
    if (schema.path("additionalProperties").isObject()) {
      checks(path + ".*", schema.path("additionalProperties"), found);
    }
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
