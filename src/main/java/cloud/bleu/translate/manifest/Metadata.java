package cloud.bleu.translate.manifest;

import cloud.bleu.translate.FieldPath;
import cloud.bleu.translate.Problem;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
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
  private static final List<String> MAPS_OF_TEXT = List.of("labels", "annotations");
  private static final List<String> FIELDS =
      List.of(
          "annotations",
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "finalizers",
          "generateName",
          "generation",
          "labels",
          "managedFields",
          "name",
          "namespace",
          "ownerReferences",
          "resourceVersion",
          "selfLink",
          "uid");
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

  /** Fields, names and labels. What is wrong is taken out. */
  static void check(ObjectNode object, StructuralSchema.Listener listener) {
    ObjectNode metadata = (ObjectNode) object.get("metadata");
    List<String> remove = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : metadata.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        listener.wrong(
            SchemaError.unknownField(
                FieldPath.child("metadata", field.getKey()), field.getKey(), FIELDS));
        remove.add(field.getKey());
      }
    }
    metadata.remove(remove);
    name(metadata.path("name"), "metadata.name", listener);
    if (metadata.has("namespace")) {
      name(metadata.path("namespace"), "metadata.namespace", listener);
    }
    for (String map : MAPS_OF_TEXT) {
      if (metadata.has(map)) {
        texts(metadata, map, listener);
      }
    }
  }

  private static void name(JsonNode name, String path, StructuralSchema.Listener listener) {
    String text = name.asText();
    if (!name.isTextual()) {
      listener.wrong(SchemaError.type(path, name, "text"));
    } else if (text.length() > LONGEST_NAME || !NAME.matcher(text).matches()) {
      listener.wrong(
          new SchemaError(
              path,
              "not a name: " + Problem.quote(text),
              "at most " + LONGEST_NAME + " lower-case letters, digits, dashes and dots",
              "rename it",
              false));
    }
  }

  private static void texts(ObjectNode metadata, String map, StructuralSchema.Listener listener) {
    String path = "metadata." + map;
    if (!(metadata.get(map) instanceof ObjectNode texts)) {
      if (!metadata.get(map).isNull()) {
        listener.wrong(SchemaError.type(path, metadata.get(map), "a map"));
      }
      metadata.remove(map);
      return;
    }
    List<String> remove = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : texts.properties()) {
      String at = FieldPath.child(path, entry.getKey());
      JsonNode value = entry.getValue();
      if (!value.isTextual()) {
        listener.wrong(SchemaError.type(at, value, "text"));
        remove.add(entry.getKey());
      } else if (map.equals("labels") && !LABEL_VALUE.matcher(value.asText()).matches()) {
        listener.wrong(
            new SchemaError(
                at,
                "not a label value: " + Problem.quote(value.asText()),
                "at most 63 letters, digits, dashes, dots and underscores",
                "correct it",
                false));
        remove.add(entry.getKey());
      }
    }
    texts.remove(remove);
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
