package cloud.bleu.translate.manifest;

import cloud.bleu.translate.finding.FieldPath;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks an object against the structural schema of a CustomResourceDefinition as the API server
 * does with strict field validation, and fills in the defaults. What is wrong is taken out, so that
 * the rest can be read on; of two items with one key both stay. Rules in CEL are not run here.
 */
final class StructuralSchema {

  /** Who hears of what is wrong. */
  interface Listener {
    void wrong(SchemaError error);

    /** An object has a field that nobody knows; besides that it is wrong. */
    default void strange(String object, String key) {}

    /** Whether a field that nobody knows is passed over, and nothing is wrong. */
    default boolean passesOver(String path) {
      return false;
    }

    /** A field that was not stated has its default. */
    default void filled(String path) {}

    /** An object was walked, with all that it holds. */
    default void walked(String path, ObjectNode object, JsonNode schema) {}
  }

  private final Listener listener;

  StructuralSchema(Listener listener) {
    this.listener = listener;
  }

  /** Checks the fields of an object, its properties being those of the schema. */
  void object(ObjectNode object, JsonNode schema, String path) {
    JsonNode properties = schema.path("properties");
    JsonNode values = schema.path("additionalProperties");
    boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    // Without a declared default, null means absent; with one, the default.
    object.properties().removeIf(e -> e.getValue().isNull() && !open);
    List<String> remove = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String key = entry.getKey();
      String child = FieldPath.child(path, key);
      JsonNode known = properties.path(key);
      if (known.isMissingNode() && values.isObject()) {
        known = values;
      }
      if (!known.isMissingNode()) {
        if (!value(entry.getValue(), known, child)) {
          remove.add(key);
        }
      } else if (!open) {
        if (!listener.passesOver(child)) {
          listener.wrong(SchemaError.unknownField(child, key, names(properties)));
          listener.strange(path, key);
        }
        remove.add(key);
      }
    }
    object.remove(remove);
    defaults(object, properties, path);
    for (JsonNode required : schema.path("required")) {
      String name = required.asText();
      if (!object.has(name) && !remove.contains(name)) {
        listener.wrong(
            SchemaError.missing(FieldPath.child(path, name), path, properties.path(name)));
      }
    }
    SchemaError.size(path, object.size(), schema, "Properties", "entries", listener);
    listener.walked(path, object, schema);
  }

  private void defaults(ObjectNode object, JsonNode properties, String path) {
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode byDefault = property.getValue().path("default");
      if (!byDefault.isMissingNode() && !object.has(property.getKey())) {
        JsonNode copy = byDefault.deepCopy();
        object.set(property.getKey(), copy);
        listener.filled(FieldPath.child(path, property.getKey()));
        value(copy, property.getValue(), FieldPath.child(path, property.getKey()));
      }
    }
  }

  /** Whether a value is right; false means that it has to go. */
  private boolean value(JsonNode value, JsonNode schema, String path) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      if (!value.isTextual() && !value.isIntegralNumber()) {
        listener.wrong(SchemaError.type(path, value, "a whole number or text"));
        return false;
      }
      return scalar(value.asText(), value, schema, path);
    }
    String type = schema.path("type").asText();
    switch (type) {
      case "object" -> {
        if (value instanceof ObjectNode object) {
          object(object, schema, path);
          return true;
        }
        listener.wrong(SchemaError.map(path, value, schema));
        return false;
      }
      case "array" -> {
        if (value instanceof ArrayNode array) {
          array(array, schema, path);
          return true;
        }
        listener.wrong(SchemaError.type(path, value, "a list"));
        return false;
      }
      case "string" -> {
        if (!value.isTextual()) {
          listener.wrong(SchemaError.text(path, value, schema));
          return false;
        }
        return scalar(value.asText(), value, schema, path);
      }
      case "boolean" -> {
        if (!value.isBoolean()) {
          listener.wrong(SchemaError.type(path, value, "true or false"));
          return false;
        }
        return true;
      }
      case "integer" -> {
        if (!value.isIntegralNumber()) {
          listener.wrong(SchemaError.type(path, value, "a whole number"));
          return false;
        }
        return scalar(value.asText(), value, schema, path);
      }
      case "number" -> {
        if (!value.isNumber()) {
          listener.wrong(SchemaError.type(path, value, "a number"));
          return false;
        }
        return scalar(value.asText(), value, schema, path);
      }
      default -> {
        return true;
      }
    }
  }

  private boolean scalar(String text, JsonNode value, JsonNode schema, String path) {
    SchemaError error = SchemaError.scalar(path, text, value, schema);
    if (error != null) {
      listener.wrong(error);
    }
    return error == null;
  }

  private void array(ArrayNode array, JsonNode schema, String path) {
    JsonNode items = schema.path("items");
    SchemaError.size(path, array.size(), schema, "Items", "items", listener);
    int i = 0;
    Set<String> seen = new HashSet<>();
    String listType = schema.path("x-kubernetes-list-type").asText();
    for (Iterator<JsonNode> each = array.iterator(); each.hasNext(); i++) {
      JsonNode item = each.next();
      String at = FieldPath.item(path, i);
      if (item.isNull() || !value(item, items, at)) {
        if (item.isNull()) {
          listener.wrong(SchemaError.type(at, item, "a value"));
        }
        each.remove();
        continue;
      }
      String identity =
          switch (listType) {
            case "set" -> item.toString();
            case "map" -> identity(item, schema.path("x-kubernetes-list-map-keys"));
            default -> String.valueOf(i);
          };
      if (!seen.add(identity)) {
        // It stays: taken out, it would shift what is found later in the items after it.
        listener.wrong(SchemaError.duplicate(keyed(at, schema), identity));
      }
    }
  }

  /** The field that makes the item the same as another one; the item where it takes several. */
  private static String keyed(String item, JsonNode schema) {
    JsonNode keys = schema.path("x-kubernetes-list-map-keys");
    return keys.size() == 1 ? FieldPath.child(item, keys.get(0).asText()) : item;
  }

  private static String identity(JsonNode item, JsonNode keys) {
    List<String> parts = new ArrayList<>();
    for (JsonNode key : keys) {
      parts.add(key.asText() + " " + item.path(key.asText()).asText());
    }
    return String.join(", ", parts);
  }

  private static Set<String> names(JsonNode properties) {
    Set<String> names = new TreeSet<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
