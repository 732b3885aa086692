package cloud.bleu.translate.manifest;

import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.object.QuantityText;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The amounts of Nodes and Pods, which no CustomResourceDefinition describes. A cluster has checked
 * its own; what stands in a file and is no amount would count as nothing.
 */
final class ResourceAmounts {

  private static final List<String> CONTAINERS = List.of("initContainers", "containers");
  private static final List<String> STATED = List.of("requests", "limits");

  private final StructuralSchema.Listener listener;

  private ResourceAmounts(StructuralSchema.Listener listener) {
    this.listener = listener;
  }

  static void check(Manifest manifest, StructuralSchema.Listener listener) {
    ResourceAmounts amounts = new ResourceAmounts(listener);
    JsonNode object = manifest.json();
    switch (manifest.apiVersion() + "/" + manifest.ref().kind()) {
      case "v1/Node" ->
          amounts.map(object.path("status").path("allocatable"), "status.allocatable");
      case "v1/Pod" -> amounts.pod(object.path("spec"));
      default -> {}
    }
  }

  private void pod(JsonNode spec) {
    map(spec.path("overhead"), "spec.overhead");
    resources(spec, "spec");
    for (String list : CONTAINERS) {
      int i = 0;
      for (JsonNode container : spec.path(list)) {
        resources(container, FieldPath.item("spec." + list, i++));
      }
    }
  }

  private void resources(JsonNode owner, String path) {
    for (String stated : STATED) {
      map(owner.path("resources").path(stated), path + ".resources." + stated);
    }
  }

  private void map(JsonNode amounts, String path) {
    for (Map.Entry<String, JsonNode> amount : amounts.properties()) {
      String text = amount.getValue().asText();
      if (QuantityText.parse(amount.getKey(), text) instanceof QuantityText.Parsed.Bad bad) {
        listener.wrong(
            new SchemaError(
                FieldPath.child(path, amount.getKey()),
                bad.what() + ": " + ShownText.quote(text),
                QuantityText.ACCEPTED,
                bad.advice(),
                false));
      }
    }
  }
}
