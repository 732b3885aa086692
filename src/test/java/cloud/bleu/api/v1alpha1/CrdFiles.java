package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CustomResourceDefinitions of the API classes, as files. */
final class CrdFiles {
  static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          CloudProvider.class,
          AvailabilityZone.class,
          SovereigntyPolicy.class,
          BleuWorkload.class,
          WorkloadPlacement.class,
          PlacementGate.class,
          SovereigntyWaiver.class,
          ResilienceDrill.class,
          MigrationPlan.class,
          DecisionLedger.class);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR));

  private static final Pattern CONDITION =
      Pattern.compile("\\.status\\.conditions\\[\\?\\(@\\.type==\"(\\w+)\"\\)]\\.(status|reason)");

  private CrdFiles() {}

  /** The text of every file by its name. */
  static SortedMap<String, String> all() {
    SortedMap<String, String> files = new TreeMap<>();
    for (Class<? extends HasMetadata> kind : KINDS) {
      ObjectNode crd = definition(kind);
      String name =
          crd.at("/spec/group").asText() + "_" + crd.at("/spec/names/plural").asText() + ".yaml";
      try {
        files.put(
            name,
            "# Generated from the classes of cloud.bleu.api.v1alpha1 by hack/crds. Edit those.\n"
                + YAML.writeValueAsString(crd));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return files;
  }

  /** The definition of one kind, complete. */
  static ObjectNode definition(Class<? extends HasMetadata> kind) {
    CustomResourceHandler handler = new CustomResourceHandler();
    handler.handle(
        CustomResourceInfo.fromClass(kind), ResolvingContext.defaultResolvingContext(false));
    ObjectNode generated =
        handler
            .finish()
            .map(Map.Entry::getKey)
            .map(crd -> (ObjectNode) withWholeNumbers(JSON.valueToTree(crd)))
            .findFirst()
            .orElseThrow();
    ObjectNode crd = JSON.createObjectNode();
    List.of("apiVersion", "kind", "metadata", "spec").forEach(f -> crd.set(f, generated.get(f)));
    ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
    List<String> order =
        List.of(
            "name",
            "served",
            "storage",
            "additionalPrinterColumns",
            "selectableFields",
            "subresources",
            "schema");
    ObjectNode copy = version.deepCopy();
    version.removeAll();
    order.stream().filter(copy::has).forEach(f -> version.set(f, copy.get(f)));
    root((ObjectNode) version.at("/schema/openAPIV3Schema"), kind);
    printerColumns(version, kind);
    selectableFields(version, kind);
    return crd;
  }

  private static void root(ObjectNode root, Class<? extends HasMetadata> kind) {
    JsonNode rules = root.remove("x-kubernetes-validations");
    ObjectNode properties = (ObjectNode) root.remove("properties");
    root.put("description", kind.getAnnotation(JsonClassDescription.class).value());
    root.put("type", "object");
    root.putArray("required").add("spec");
    if (rules != null) {
      root.set("x-kubernetes-validations", rules);
    }
    root.set("properties", properties);
    ObjectNode spec = (ObjectNode) properties.get("spec");
    spec.put("description", "What is asked. The operator never changes it.");
    CrdSchema.complete(spec, part(kind, 0), "spec");
    ObjectNode status = (ObjectNode) properties.get("status");
    if (part(kind, 1) == Void.class) {
      spec.put("description", "The state of the chain. Only the operator writes it.");
      properties.remove("status");
    } else {
      status.put("description", "What the operator sees. Only the operator writes it.");
      status.putObject("default").put("observedGeneration", -1);
      CrdSchema.complete(status, part(kind, 1), "status");
    }
    if (kind == WorkloadPlacement.class) {
      spec.put("description", "The decision. Only the operator writes it.");
    }
    if (kind == PlacementGate.class) {
      spec.put("description", "What admission lets in. Only the operator writes it.");
    }
  }

  /** The class of spec (0) or status (1). */
  static Class<?> part(Class<?> kind, int index) {
    return (Class<?>)
        ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments()[index];
  }

  /** In the order of the annotations; the generator sorts by path. */
  private static void printerColumns(ObjectNode version, Class<?> kind) {
    ArrayNode columns = version.putArray("additionalPrinterColumns");
    for (AdditionalPrinterColumn c : kind.getAnnotationsByType(AdditionalPrinterColumn.class)) {
      ObjectNode column =
          columns.addObject().put("name", c.name()).put("type", c.type().getValue());
      if (c.priority() > 0) {
        column.put("priority", c.priority());
      }
      column.put("description", described(c.jsonPath(), version));
      column.put("jsonPath", c.jsonPath());
    }
  }

  /** What the field at the path of a column says of itself. */
  private static String described(String path, ObjectNode version) {
    Matcher condition = CONDITION.matcher(path);
    if (condition.matches()) {
      return (condition.group(2).equals("status") ? "Status" : "Reason")
          + " of the condition "
          + condition.group(1)
          + ".";
    }
    return switch (path) {
      case ".metadata.creationTimestamp" -> "Time since the object was created.";
      case ".metadata.annotations.placement\\.bleu\\.cloud/incident" ->
          "The state that an incident orders; the worse of this and State holds.";
      default -> {
        JsonNode field = version.at("/schema/openAPIV3Schema");
        for (String name : path.substring(1).split("\\.")) {
          field = field.path("properties").path(name);
        }
        yield field.path("description").asText();
      }
    };
  }

  private static void selectableFields(ObjectNode version, Class<?> kind) {
    AdditionalSelectableField[] fields = kind.getAnnotationsByType(AdditionalSelectableField.class);
    if (fields.length > 0) {
      ArrayNode list = version.putArray("selectableFields");
      for (AdditionalSelectableField field : fields) {
        list.addObject().put("jsonPath", field.jsonPath());
      }
    }
  }

  /** Bounds are doubles in the generator's model; all of ours are whole. */
  private static JsonNode withWholeNumbers(JsonNode node) {
    if (node.isDouble() && node.doubleValue() == Math.rint(node.doubleValue())) {
      return LongNode.valueOf(node.longValue());
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(e -> e.setValue(withWholeNumbers(e.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, withWholeNumbers(array.get(i)));
      }
    }
    return node;
  }
}
