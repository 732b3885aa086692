package cloud.bleu.translate.manifest;

import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.finding.FieldPath;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The metadata of objects, which no CustomResourceDefinition describes. */
final class Metadata {

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
  private static final int LONGEST_NAME = 253;

  /** Of every object, as the API server knows it; what is in the lists is not read. */
  private static final JsonNode META =
      Crds.parse(
          """
          type: object
          properties:
            annotations: &texts {type: object, additionalProperties: {type: string}}
            creationTimestamp: &text {type: string}
            deletionGracePeriodSeconds: &number {type: integer, format: int64}
            deletionTimestamp: *text
            finalizers: {type: array, items: {type: string}}
            generateName: *text
            generation: *number
            labels: *texts
            managedFields: &objects {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            name: *text
            namespace: *text
            ownerReferences: *objects
            resourceVersion: *text
            selfLink: *text
            uid: *text
          """);

  private static final Map<String, JsonNode> SCHEMAS = new ConcurrentHashMap<>();

  private Metadata() {}

  /** The schema of a kind of ours with what every object has besides. */
  static JsonNode schema(String kind) {
    return SCHEMAS.computeIfAbsent(kind, Metadata::complete);
  }

  private static JsonNode complete(String kind) {
    ObjectNode schema = (ObjectNode) Crds.schema(kind).deepCopy();
    ObjectNode properties = (ObjectNode) schema.get("properties");
    ObjectNode open = JsonNodeFactory.instance.objectNode();
    open.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
    ObjectNode text = JsonNodeFactory.instance.objectNode().put("type", "string");
    properties.set("apiVersion", text);
    properties.set("kind", text);
    properties.set("metadata", open);
    return schema;
  }

  /**
   * Fields, names and labels. What is wrong is taken out.
   *
   * @return whether the object can be told from others: a name or namespace that is none cannot be
   *     replaced by another one
   */
  static boolean check(ObjectNode object, StructuralSchema.Listener listener) {
    ObjectNode metadata = (ObjectNode) object.get("metadata");
    boolean misplaced = metadata.hasNonNull("namespace") && !metadata.get("namespace").isTextual();
    new StructuralSchema(listener).object(metadata, META, "metadata");
    name(metadata.path("name"), "metadata.name", listener);
    name(metadata.path("namespace"), "metadata.namespace", listener);
    labels(metadata.path("labels"), listener);
    return !misplaced;
  }

  private static void name(JsonNode name, String path, StructuralSchema.Listener listener) {
    String text = name.asText();
    if (name.isTextual() && (text.length() > LONGEST_NAME || !NAME.matcher(text).matches())) {
      listener.wrong(
          new SchemaError(
              path,
              "not a name: " + ShownText.quote(text),
              "at most " + LONGEST_NAME + " lower-case letters, digits, dashes and dots",
              "rename it",
              false));
    }
  }

  private static void labels(JsonNode labels, StructuralSchema.Listener listener) {
    for (Iterator<Map.Entry<String, JsonNode>> each = labels.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> label = each.next();
      String value = label.getValue().asText();
      if (!LABEL_VALUE.matcher(value).matches()) {
        listener.wrong(
            new SchemaError(
                FieldPath.child("metadata.labels", label.getKey()),
                "not a label value: " + ShownText.quote(value),
                "at most 63 letters, digits, dashes, dots and underscores",
                "correct it",
                false));
        each.remove();
      }
    }
  }

  /** The path of a field that Jackson could not read. */
  static String path(List<JsonMappingException.Reference> references) {
    String path = "";
    for (JsonMappingException.Reference reference : references) {
      path =
          reference.getFieldName() == null
              ? FieldPath.item(path, reference.getIndex())
              : FieldPath.child(path, reference.getFieldName());
    }
    return path;
  }
}
