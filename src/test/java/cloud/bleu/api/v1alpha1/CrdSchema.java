package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Completes the schema that Fabric8's generator makes of a record with what it cannot say: the kind
 * of every list, enumerations of strings, quantities, formats, and the standard schemas of
 * conditions and label selectors. A string without a bound is an error.
 */
final class CrdSchema {
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  private CrdSchema() {}

  /** The name of the field that a record component is written to. */
  static String fieldName(RecordComponent component) {
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null || named.value().isEmpty() ? component.getName() : named.value();
  }

  /** Completes the schema of a record in place, its fields in the order of the components. */
  static void complete(ObjectNode schema, Class<?> type, String path) {
    ObjectNode properties = (ObjectNode) schema.get("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      String name = fieldName(component);
      ObjectNode field = (ObjectNode) properties.remove(name);
      if (field == null) {
        throw new IllegalStateException(path + "." + name + " is not in the generated schema");
      }
      completeField(field, component, path + "." + name);
      properties.set(name, field);
    }
  }

  private static void completeField(ObjectNode field, RecordComponent component, String path) {
    Schema said = component.getAnnotation(Schema.class);
    Type type = component.getGenericType();
    if (component.getAccessor().isAnnotationPresent(Default.class)
        && field.path("default").isObject()) {
      field.putObject("default"); // the fields inside carry their own defaults
    }
    if (field.get("x-kubernetes-validations") instanceof ArrayNode rules) {
      // The annotation stands on the field and on the accessor of the component: it comes twice.
      Set<JsonNode> once = new LinkedHashSet<>();
      rules.forEach(once::add);
      rules.removeAll().addAll(once);
    }
    if (preserves(component)) {
      ObjectNode object =
          field.path("type").asText().equals("array") ? field.putObject("items") : field;
      field.remove(List.of("additionalProperties", PRESERVE));
      object.put("type", "object").put(PRESERVE, true);
      if (object != field) {
        field.put("x-kubernetes-list-type", "atomic");
      }
    } else if (type == String.class) {
      scalar(field, said, said == null ? "" : said.format(), path);
    } else if (type == Integer.class) {
      field.put("format", "int32");
    } else if (type == Long.class) {
      field.put("format", "int64");
    } else if (type == LabelSelector.class) {
      StandardSchemas.labelSelector(field);
    } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      list(field, said, generic.getActualTypeArguments()[0], path);
    } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      ObjectNode values = (ObjectNode) field.get("additionalProperties");
      if (generic.getActualTypeArguments()[1] instanceof Class<?> part && part.isRecord()) {
        complete(values, part, path + "{}");
      } else {
        each(values, said, path);
      }
    } else if (type instanceof Class<?> part && part.isRecord()) {
      complete(field, part, path);
    }
  }

  private static boolean preserves(RecordComponent component) {
    return Stream.of(component.getDeclaringRecord().getDeclaredFields())
        .anyMatch(
            f ->
                f.getName().equals(component.getName())
                    && f.isAnnotationPresent(PreserveUnknownFields.class));
  }

  private static void list(ObjectNode field, Schema said, Type item, String path) {
    ObjectNode items = (ObjectNode) field.get("items");
    if (said != null && said.keys().length > 0) {
      field.put("x-kubernetes-list-type", "map");
      ArrayNode keys = field.putArray("x-kubernetes-list-map-keys");
      Stream.of(said.keys()).forEach(keys::add);
    } else if (said != null && said.atomic()) {
      field.put("x-kubernetes-list-type", "atomic");
    } else if (item == String.class) {
      field.put("x-kubernetes-list-type", "set");
    } else {
      throw new IllegalStateException(path + ": a list of objects has keys or is atomic");
    }
    if (!field.has("maxItems")) {
      throw new IllegalStateException(path + ": a list without a bound");
    }
    if (item == String.class) {
      each(items, said, path + "[]");
    } else if (item == Condition.class) {
      StandardSchemas.condition(items);
    } else {
      complete(items, (Class<?>) item, path + "[]");
    }
  }

  private static void each(ObjectNode value, Schema said, String path) {
    if (said != null && !said.each().isEmpty()) {
      value.put("pattern", said.each());
    }
    scalar(value, said, "", path);
  }

  private static void scalar(ObjectNode field, Schema said, String format, String path) {
    if (said != null && said.values().length > 0) {
      ArrayNode values = field.putArray("enum");
      Stream.of(said.values()).forEach(values::add);
      return;
    }
    if (!field.has("maxLength")) {
      throw new IllegalStateException(path + ": a string without a bound");
    }
    if (!format.isEmpty()) {
      field.put("format", format);
    }
    if (said != null && said.intOrString()) {
      JsonNode length = field.remove("maxLength");
      field.remove("type");
      ArrayNode either = field.putArray("anyOf");
      either.addObject().put("type", "integer");
      either.addObject().put("type", "string");
      field.put("minimum", 0);
      field.set("maxLength", length);
      field.put("x-kubernetes-int-or-string", true);
    }
  }
}
