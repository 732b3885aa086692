package cloud.bleu.translate.manifest;

import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.finding.FieldPath;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The metadata of objects, which no CustomResourceDefinition describes. */
final class Metadata {

  /** A form of names, with the words for it. */
  private record Form(Pattern pattern, int longest, String characters) {
    boolean takes(String text) {
      return text.length() <= longest && pattern.matcher(text).matches();
    }

    String accepted() {
      return "at most " + longest + " " + characters;
    }
  }

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Form SUBDOMAIN =
      new Form(
          Pattern.compile(LABEL + "(\\." + LABEL + ")*"),
          253,
          "lower-case letters, digits, dashes and dots");
  private static final Form DNS_LABEL =
      new Form(Pattern.compile(LABEL), 63, "lower-case letters, digits and dashes");
  private static final Form KEY =
      new Form(
          Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"),
          63,
          "letters, digits, dashes, dots and underscores");
  private static final String LABELS = "labels";
  private static final String ANNOTATIONS = "annotations";

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
    boolean isNamespace = object.path("kind").asText().equals("Namespace");
    name(metadata.path("name"), isNamespace ? DNS_LABEL : SUBDOMAIN, "metadata.name", listener);
    name(metadata.path("namespace"), DNS_LABEL, "metadata.namespace", listener);
    keys(metadata, LABELS, listener);
    keys(metadata, ANNOTATIONS, listener);
    labels(metadata.path(LABELS), listener);
    return !misplaced;
  }

  private static void name(
      JsonNode name, Form form, String path, StructuralSchema.Listener listener) {
    String text = name.asText();
    if (name.isTextual() && !form.takes(text)) {
      listener.wrong(
          new SchemaError(
              path, "not a name: " + ShownText.quote(text), form.accepted(), "rename it", false));
    }
  }

  private static void keys(ObjectNode metadata, String field, StructuralSchema.Listener listener) {
    List<String> wrong = new ArrayList<>();
    metadata.path(field).fieldNames().forEachRemaining(wrong::add);
    wrong.removeIf(key -> isKey(field.equals(LABELS) ? key : key.toLowerCase(Locale.ROOT)));
    for (String key : wrong) {
      listener.wrong(
          new SchemaError(
              FieldPath.child("metadata." + field, key),
              "not a key of " + field + ": " + ShownText.quote(key),
              KEY.accepted() + ", after a domain and a slash if there is one",
              "rename it",
              false));
      ((ObjectNode) metadata.path(field)).remove(key);
    }
  }

  private static boolean isKey(String key) {
    int slash = key.indexOf('/');
    return KEY.takes(key.substring(slash + 1))
        && (slash < 0 || SUBDOMAIN.takes(key.substring(0, slash)));
  }

  private static void labels(JsonNode labels, StructuralSchema.Listener listener) {
    for (Iterator<Map.Entry<String, JsonNode>> each = labels.fields(); each.hasNext(); ) {
      Map.Entry<String, JsonNode> label = each.next();
      String value = label.getValue().asText();
      if (!value.isEmpty() && !KEY.takes(value)) {
        listener.wrong(
            new SchemaError(
                FieldPath.child("metadata.labels", label.getKey()),
                "not a label value: " + ShownText.quote(value),
                KEY.accepted(),
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
