package cloud.bleu.api.v1alpha1;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API conventions of Kubernetes, asked of every field of every schema. */
class CrdConventionsTest {
  /** What a dry run or a rule checks instead of the schema. */
  private static final Set<String> FREE =
      Set.of(
          "BleuWorkload.spec.workload.deployment.template",
          "BleuWorkload.spec.workload.statefulSet.template",
          "BleuWorkload.spec.workload.statefulSet.volumeClaimTemplates[]",
          "SovereigntyPolicy.spec.rules[].parameters");

  /** Words without quotes that kubectl reads as a boolean or as nothing. */
  private static final Set<String> NO_TEXT =
      Set.of("y", "yes", "true", "on", "n", "no", "false", "off", "null");

  /** Names of the catalogue, which are written as names of objects are. */
  private static final String RULES = "SovereigntyPolicy.spec.rules[].rule";

  @TestFactory
  List<DynamicTest> everyFieldFollowsTheConventions() {
    return CrdFiles.KINDS.stream()
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.getSimpleName(),
                    () -> {
                      List<String> faults = new ArrayList<>();
                      JsonNode properties = schema(kind).get("properties");
                      properties
                          .properties()
                          .forEach(
                              e ->
                                  walk(
                                      e.getValue(),
                                      kind.getSimpleName() + "." + e.getKey(),
                                      true,
                                      faults));
                      assertEquals(List.of(), faults);
                    }))
        .toList();
  }

  private static Class<? extends HasMetadata> kind(String name) {
    return CrdFiles.KINDS.stream()
        .filter(k -> k.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode schema(Class<? extends HasMetadata> kind) {
    return CrdFiles.definition(kind).at("/spec/versions/0/schema/openAPIV3Schema");
  }

  private static void walk(JsonNode node, String path, boolean described, List<String> faults) {
    if (described) {
      sentence(node, path, faults);
    }
    if (node.path("x-kubernetes-int-or-string").asBoolean()) {
      need(node, path, faults, "maxLength", "minimum");
      return;
    }
    switch (node.path("type").asText()) {
      case "object" -> object(node, path, faults);
      case "array" -> array(node, path, faults);
      case "string" -> {
        if (!node.has("enum")) {
          need(node, path, faults, "maxLength");
        }
        node.path("enum")
            .forEach(
                v -> {
                  String form = path.equals(RULES) ? "[a-z]+(-[a-z0-9]+)*" : "[A-Z][A-Za-z0-9]*";
                  if (!v.asText().matches(form)) {
                    faults.add(path + ": enumerations are UpperCamelCase: " + v);
                  }
                  if (path.contains(".spec.") && NO_TEXT.contains(v.asText().toLowerCase(ROOT))) {
                    faults.add(path + ": kubectl reads no text where it has no quotes: " + v);
                  }
                });
      }
      case "integer" -> {
        if (node.path("format").asText().equals("int32")) {
          need(node, path, faults, "minimum", "maximum");
        } else {
          need(node, path, faults, "format");
        }
      }
      case "boolean" -> {}
      default -> faults.add(path + ": type " + node.path("type"));
    }
  }

  /** Of three words at least: "The zone." tells nobody more than the name of the field. */
  private static void sentence(JsonNode node, String path, List<String> faults) {
    String text = node.path("description").asText();
    if (!text.endsWith(".") || text.split(" ").length < 3) {
      faults.add(path + ": a description that says more than the name, not " + text);
    }
  }

  private static void object(JsonNode node, String path, List<String> faults) {
    boolean free = node.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    if (free != FREE.contains(path)) {
      faults.add(path + ": preserves unknown fields: " + free);
    }
    if (node.has("additionalProperties")) {
      need(node, path, faults, "maxProperties");
      walk(node.get("additionalProperties"), path + "{}", false, faults);
    } else if (!free && !node.has("properties")) {
      faults.add(path + ": an object without fields");
    }
    if (node.has("additionalProperties") && node.has("properties")) {
      faults.add(path + ": not structural: properties and additionalProperties");
    }
    node.path("properties")
        .properties()
        .forEach(e -> walk(e.getValue(), path + "." + e.getKey(), true, faults));
    for (JsonNode required : node.path("required")) {
      JsonNode field = node.path("properties").path(required.asText());
      if (field.isMissingNode() || field.has("default")) {
        faults.add(path + "." + required.asText() + ": required, but absent or with a default");
      }
    }
  }

  private static void array(JsonNode node, String path, List<String> faults) {
    need(node, path, faults, "maxItems", "x-kubernetes-list-type");
    JsonNode items = node.path("items");
    if (node.path("x-kubernetes-list-type").asText().equals("map")) {
      need(node, path, faults, "x-kubernetes-list-map-keys");
      for (JsonNode key : node.path("x-kubernetes-list-map-keys")) {
        boolean required = false;
        for (JsonNode r : items.path("required")) {
          required |= r.equals(key);
        }
        if (!required && !items.path("properties").path(key.asText()).has("default")) {
          faults.add(path + ": key " + key + " is neither required nor has a default");
        }
      }
    }
    walk(items, path + "[]", false, faults);
  }

  private static void need(JsonNode node, String path, List<String> faults, String... keywords) {
    for (String keyword : keywords) {
      if (!node.has(keyword)) {
        faults.add(path + ": " + keyword);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CloudProvider,cloudproviders,cprov,Cluster",
    "AvailabilityZone,availabilityzones,az,Cluster",
    "SovereigntyPolicy,sovereigntypolicies,sovpol,Cluster",
    "BleuWorkload,bleuworkloads,bw,Namespaced",
    "WorkloadPlacement,workloadplacements,wp,Namespaced",
    "PlacementGate,placementgates,gate,Namespaced",
    "SovereigntyWaiver,sovereigntywaivers,waiver,Namespaced",
    "ResilienceDrill,resiliencedrills,drill,Cluster",
    "MigrationPlan,migrationplans,mplan,Cluster",
    "DecisionLedger,decisionledgers,ledger,Cluster"
  })
  void namesAreThoseOfTheContract(String kind, String plural, String shortName, String scope) {
    JsonNode spec = CrdFiles.definition(kind(kind)).get("spec");
    assertEquals("placement.bleu.cloud", spec.get("group").asText());
    assertEquals(kind, spec.at("/names/kind").asText());
    assertEquals(plural, spec.at("/names/plural").asText());
    assertEquals(shortName, spec.at("/names/shortNames/0").asText());
    assertEquals("bleu", spec.at("/names/categories/0").asText());
    assertEquals(scope, spec.at("/scope").asText());
    assertEquals("v1alpha1", spec.at("/versions/0/name").asText());
    assertEquals(1, spec.get("versions").size());
  }

  @Test
  void aNewObjectIsNotTakenForDone() {
    for (Class<? extends HasMetadata> kind : CrdFiles.KINDS) {
      if (CrdFiles.part(kind, 1) != Void.class) {
        assertEquals(
            "{\"observedGeneration\":-1}",
            schema(kind).at("/properties/status/default").toString(),
            kind.getSimpleName());
        assertTrue(CrdFiles.definition(kind).at("/spec/versions/0/subresources").has("status"));
      }
    }
  }

  /**
   * An answer is held to what was sent, and a field that is added is told without end: newer kinds
   * must add none to what an older operator sends. The number of a ledger is always sent.
   */
  @ParameterizedTest
  @CsvSource({"DecisionLedger, .sequence", "WorkloadPlacement,", "PlacementGate,"})
  void whatIsHeldToWhatWasSentHasNoDefaults(String kind, String has) {
    List<String> defaults = new ArrayList<>();
    defaults(schema(kind(kind)).at("/properties/spec"), "", defaults);
    assertEquals(has == null ? List.of() : List.of(has), defaults);
  }

  private static void defaults(JsonNode schema, String path, List<String> found) {
    if (schema.has("default")) {
      found.add(path);
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> defaults(field.getValue(), path + "." + field.getKey(), found));
    defaultsBelow(schema, "items", path + "[]", found);
    defaultsBelow(schema, "additionalProperties", path + "{}", found);
  }

  private static void defaultsBelow(JsonNode schema, String part, String path, List<String> found) {
    if (schema.has(part)) {
      defaults(schema.get(part), path, found);
    }
  }

  @Test
  void scalingIsNeverRefused() {
    JsonNode bw = CrdFiles.definition(BleuWorkload.class);
    assertEquals(
        Map.of(
            "specReplicasPath", ".spec.replicas",
            "statusReplicasPath", ".status.replicas",
            "labelSelectorPath", ".status.selector"),
        toMap(bw.at("/spec/versions/0/subresources/scale")));
    Set<String> rules = new TreeSet<>();
    bw.findValues("rule").forEach(r -> rules.add(r.asText()));
    assertTrue(rules.size() > 8, "rules were found");
    rules.forEach(r -> assertTrue(!r.contains("replicas"), r));
  }

  private static Map<String, String> toMap(JsonNode node) {
    Map<String, String> map = new java.util.HashMap<>();
    node.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
    return map;
  }

  /** Of several values the API server prints the first, which says less than nothing. */
  @Test
  void noColumnHasSeveralValues() {
    for (Class<? extends HasMetadata> kind : CrdFiles.KINDS) {
      CrdFiles.definition(kind)
          .at("/spec/versions/0/additionalPrinterColumns")
          .forEach(c -> assertTrue(!c.get("jsonPath").asText().contains("[*]"), c::toString));
    }
  }

  @Test
  void everyColumnSaysWhatItShows() {
    List<String> faults = new ArrayList<>();
    for (Class<? extends HasMetadata> kind : CrdFiles.KINDS) {
      CrdFiles.definition(kind)
          .at("/spec/versions/0/additionalPrinterColumns")
          .forEach(c -> sentence(c, kind.getSimpleName() + " " + c.get("name").asText(), faults));
    }
    assertEquals(List.of(), faults);
  }

  @Test
  void columnsOfWorkloadsAreInTheOrderOfTheContract() {
    List<String> names = new ArrayList<>();
    CrdFiles.definition(BleuWorkload.class)
        .at("/spec/versions/0/additionalPrinterColumns")
        .forEach(
            c ->
                names.add(
                    c.get("name").asText().toUpperCase(java.util.Locale.ROOT)
                        + (c.path("priority").asInt() > 0 ? " wide" : "")));
    assertEquals(
        List.of(
            "READY",
            "REPLICAS",
            "READY-REPLICAS wide",
            "ZONES",
            "TOLERATES",
            "POLICY",
            "REASON",
            "POLICY-REASON wide",
            "RESILIENT wide",
            "AGE"),
        names);
  }
}
