package cloud.bleu.sandbox.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as a {@code Table} of {@code meta.k8s.io/v1}: what kubectl prints. */
final class PrinterTable {

  private static final PrinterColumn AGE = column("Age", "date", ".metadata.creationTimestamp");
  private static final String READY = ".status.conditions[?(@.type==\"Ready\")].status";

  /** Of the kinds that are built in, what tells something here. */
  private static final Map<String, List<PrinterColumn>> BUILT_IN =
      Map.of(
          "v1/Pod",
          List.of(
              column("Ready", "string", READY),
              column("Status", "string", ".status.phase"),
              AGE,
              column("Node", "string", ".spec.nodeName")),
          "v1/Node",
          List.of(
              column("Ready", "string", READY),
              column("Zone", "string", ".metadata.labels.topology\\.kubernetes\\.io/zone"),
              AGE),
          "apps/v1/Deployment",
          scaled(),
          "apps/v1/StatefulSet",
          scaled(),
          "autoscaling/v2/HorizontalPodAutoscaler",
          List.of(
              column("Reference", "string", ".spec.scaleTargetRef.name"),
              column("Minpods", "string", ".spec.minReplicas"),
              column("Maxpods", "string", ".spec.maxReplicas"),
              AGE),
          "policy/v1/PodDisruptionBudget",
          List.of(column("Max unavailable", "string", ".spec.maxUnavailable"), AGE),
          "scheduling.k8s.io/v1/PriorityClass",
          List.of(column("Value", "integer", ".value"), AGE),
          "v1/Event",
          event(".involvedObject.name", ".message"),
          "events.k8s.io/v1/Event",
          event(".regarding.name", ".note"));

  private final Map<String, List<PrinterColumn>> columns = new HashMap<>(BUILT_IN);

  PrinterTable(List<CustomResourceDefinition> crds) {
    for (CustomResourceDefinition crd : crds) {
      crd.getSpec()
          .getVersions()
          .forEach(
              version ->
                  columns.put(
                      crd.getSpec().getGroup()
                          + "/"
                          + version.getName()
                          + "/"
                          + crd.getSpec().getNames().getKind(),
                      version.getAdditionalPrinterColumns().stream()
                          .map(PrinterColumn::of)
                          .toList()));
    }
  }

  /**
   * The table of a list or of one object; its rows in the order of the list.
   *
   * @param whole whether rows carry the objects, or their metadata only
   */
  ObjectNode of(JsonNode answer, boolean whole, Instant now) {
    List<JsonNode> objects = new ArrayList<>();
    if (answer.path("items").isArray()) {
      answer.path("items").forEach(objects::add);
    } else {
      objects.add(answer);
    }
    List<PrinterColumn> columns = objects.isEmpty() ? List.of(AGE) : columns(objects.get(0));
    ObjectNode table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table
        .putObject("metadata")
        .put("resourceVersion", answer.path("metadata").path("resourceVersion").asText());
    ArrayNode definitions = table.putArray("columnDefinitions");
    definitions
        .addObject()
        .put("name", "Name")
        .put("type", "string")
        .put("format", "name")
        .put("description", "")
        .put("priority", 0);
    for (PrinterColumn c : columns) {
      definitions
          .addObject()
          .put("name", c.name())
          .put("type", c.type())
          .put("format", "")
          .put("description", c.description())
          .put("priority", c.priority());
    }
    ArrayNode rows = table.putArray("rows");
    for (JsonNode object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      cells.add(object.path("metadata").path("name").asText());
      columns.forEach(c -> cells.add(c.cell(object, now)));
      row.set("object", whole ? object : metadata(object));
    }
    return table;
  }

  private List<PrinterColumn> columns(JsonNode object) {
    return columns.getOrDefault(
        object.path("apiVersion").asText() + "/" + object.path("kind").asText(), List.of(AGE));
  }

  private static ObjectNode metadata(JsonNode object) {
    ObjectNode partial = JsonNodeFactory.instance.objectNode();
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.path("metadata"));
    return partial;
  }

  private static List<PrinterColumn> event(String object, String message) {
    return List.of(
        AGE,
        column("Type", "string", ".type"),
        column("Reason", "string", ".reason"),
        column("Object", "string", object),
        column("Message", "string", message));
  }

  private static List<PrinterColumn> scaled() {
    return List.of(
        column("Ready", "integer", ".status.readyReplicas"),
        column("Desired", "integer", ".spec.replicas"),
        AGE);
  }

  private static PrinterColumn column(String name, String type, String path) {
    return new PrinterColumn(name, type, "", 0, path);
  }
}
