package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The schemas of types of Kubernetes' own, with bounds. */
final class StandardSchemas {
  private StandardSchemas() {}

  /** One condition, as meta/v1 has it. */
  static void condition(ObjectNode schema) {
    schema.removeAll();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties
        .putObject("type")
        .put("description", "What the condition is about.")
        .put("type", "string")
        .put("maxLength", 316)
        .put("pattern", "^[A-Za-z][A-Za-z0-9./_-]*$");
    properties
        .putObject("status")
        .put("description", "True, False, or Unknown.")
        .put("type", "string")
        .putArray("enum")
        .add("True")
        .add("False")
        .add("Unknown");
    properties
        .putObject("observedGeneration")
        .put("description", "The generation of the spec that the condition describes.")
        .put("type", "integer")
        .put("format", "int64")
        .put("minimum", 0);
    properties
        .putObject("lastTransitionTime")
        .put("description", "When the status last went from one value to another.")
        .put("type", "string")
        .put("format", "date-time")
        .put("maxLength", 40);
    properties
        .putObject("reason")
        .put("description", "Why, in one word for programs.")
        .put("type", "string")
        .put("maxLength", 1024)
        .put("minLength", 1)
        .put("pattern", "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    properties
        .putObject("message")
        .put("description", "Why, in words for people.")
        .put("type", "string")
        .put("maxLength", 32768);
    List.of("type", "status", "lastTransitionTime", "reason", "message")
        .forEach(schema.putArray("required")::add);
  }

  /** A label selector, as meta/v1 has it, in place of what is there but for its description. */
  static void labelSelector(ObjectNode schema) {
    schema.retain("description");
    schema.put("type", "object").put("x-kubernetes-map-type", "atomic");
    ObjectNode properties = schema.putObject("properties");
    ObjectNode labels =
        properties
            .putObject("matchLabels")
            .put("description", "Labels with the values that they must have.")
            .put("type", "object")
            .put("maxProperties", 32);
    labels.putObject("additionalProperties").put("type", "string").put("maxLength", 63);
    ObjectNode expressions =
        properties
            .putObject("matchExpressions")
            .put("description", "Requirements that must all hold.")
            .put("type", "array")
            .put("maxItems", 32)
            .put("x-kubernetes-list-type", "atomic");
    ObjectNode item = expressions.putObject("items").put("type", "object");
    item.putArray("required").add("key").add("operator");
    ObjectNode requirement = item.putObject("properties");
    requirement
        .putObject("key")
        .put("description", "Key of the label asked for.")
        .put("type", "string")
        .put("maxLength", 317);
    requirement
        .putObject("operator")
        .put("description", "How the label relates to the values.")
        .put("type", "string")
        .putArray("enum")
        .add("In")
        .add("NotIn")
        .add("Exists")
        .add("DoesNotExist");
    ObjectNode values =
        requirement
            .putObject("values")
            .put("description", "The values, for In and NotIn.")
            .put("type", "array")
            .put("maxItems", 32)
            .put("x-kubernetes-list-type", "atomic");
    values.putObject("items").put("type", "string").put("maxLength", 63);
  }
}
