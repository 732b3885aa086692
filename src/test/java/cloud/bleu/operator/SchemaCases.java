package cloud.bleu.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Edits of a spec, generated from its schema as Acto does: every property is deleted, emptied,
 * brought to its bounds and beyond, changed, and given a value of another type; an enumeration
 * takes each of its values.
 */
final class SchemaCases {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Values of many shapes: the first that a pattern takes stands for another valid one. */
  private static final List<String> SAMPLES =
      List.of(
          "7",
          "50",
          "45s",
          "2026-02-03",
          "DE",
          "DE-BE",
          "EU",
          "Site",
          "failureDomains/flood",
          "x",
          "a".repeat(64));

  private final List<Case> cases = new ArrayList<>();
  private final JsonNode spec;

  /**
   * @param id of the property and the edit, such as {@code /replicas max}
   * @param spec as it is after the edit
   */
  record Case(String id, JsonNode spec) {}

  private SchemaCases(JsonNode spec) {
    this.spec = spec;
  }

  /** Every edit of the properties that the spec has. */
  static List<Case> of(JsonNode schema, JsonNode spec) {
    SchemaCases all = new SchemaCases(spec);
    all.fields(schema, spec, "");
    return all.cases;
  }

  private void fields(JsonNode schema, JsonNode value, String at) {
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      JsonNode has = value.get(field.getKey());
      if (has != null) {
        visit(field.getValue(), has, at + "/" + escaped(field.getKey()));
      }
    }
  }

  private void visit(JsonNode schema, JsonNode value, String at) {
    add(at, "delete", null);
    add(
        at,
        "of another type",
        value.isObject() ? NODES.textNode("text") : NODES.objectNode().put("bad", true));
    if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
        && !schema.has("properties")) {
      add(at, "empty", NODES.objectNode());
      return;
    }
    if (value.isObject()) {
      object(schema, value, at);
    } else if (value.isArray()) {
      array(schema, (ArrayNode) value, at);
    } else if (schema.has("enum")) {
      schema.get("enum").forEach(e -> change(at, e.asText(), value, e));
      add(at, "unknown value", NODES.textNode("Unheard"));
    } else if (value.isBoolean()) {
      add(at, "toggle", NODES.booleanNode(!value.asBoolean()));
    } else if (schema.path("type").asText().equals("integer")) {
      number(schema, value, at);
    } else {
      text(schema, value, at);
    }
  }

  private void object(JsonNode schema, JsonNode value, String at) {
    add(at, "empty", NODES.objectNode());
    fields(schema, value, at);
    JsonNode values = schema.path("additionalProperties");
    if (values.isObject() && !value.isEmpty()) {
      Map.Entry<String, JsonNode> first = value.properties().iterator().next();
      visit(values, first.getValue(), at + "/" + escaped(first.getKey()));
      ObjectNode more = value.deepCopy();
      more.set("another", first.getValue());
      add(at, "push", more);
    }
  }

  private void array(JsonNode schema, ArrayNode value, String at) {
    add(at, "empty", NODES.arrayNode());
    if (value.isEmpty()) {
      return;
    }
    ArrayNode shorter = value.deepCopy();
    shorter.remove(value.size() - 1);
    add(at, "pop", shorter);
    ArrayNode longer = value.deepCopy();
    longer.add(value.get(0).deepCopy());
    add(at, "push a duplicate", longer);
    if (value.get(0).isTextual()) {
      String other = other(schema.path("items"), value.get(0).asText());
      if (other != null) {
        add(at, "push", value.deepCopy().add(other));
      }
    }
    for (int i = 0; i < Math.min(value.size(), 1); i++) {
      visit(schema.path("items"), value.get(i), at + "/" + i);
    }
  }

  private void number(JsonNode schema, JsonNode value, String at) {
    change(at, "plus 2", value, NODES.numberNode(value.asInt() + 2));
    if (schema.has("minimum")) {
      change(at, "min", value, schema.get("minimum"));
      add(at, "below min", NODES.numberNode(schema.get("minimum").asLong() - 1));
    }
    if (schema.has("maximum")) {
      change(at, "max", value, schema.get("maximum"));
      add(at, "above max", NODES.numberNode(schema.get("maximum").asLong() + 1));
    }
  }

  private void text(JsonNode schema, JsonNode value, String at) {
    add(at, "empty", NODES.textNode(""));
    String other = other(schema, value.asText());
    if (other != null) {
      add(at, "change", NODES.textNode(other));
    }
    if (schema.has("maxLength")) {
      add(at, "too long", NODES.textNode("9".repeat(schema.get("maxLength").asInt() + 1)));
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      change(at, "zero", value, NODES.numberNode(0));
      add(at, "negative", NODES.numberNode(-1));
    }
  }

  /** Another text that the schema takes, null if none of the samples is one. */
  private static String other(JsonNode schema, String value) {
    List<String> candidates = new ArrayList<>(List.of(value + "x", value + ".1"));
    candidates.addAll(SAMPLES);
    schema.path("enum").forEach(e -> candidates.add(0, e.asText()));
    String pattern = schema.path("pattern").asText("");
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    return candidates.stream()
        .filter(c -> !c.equals(value) && c.length() <= most)
        .filter(c -> pattern.isEmpty() || c.matches(pattern))
        .findFirst()
        .orElse(null);
  }

  private void change(String at, String how, JsonNode before, JsonNode after) {
    if (!before.asText().equals(after.asText())) {
      add(at, how, after);
    }
  }

  private void add(String at, String how, JsonNode after) {
    JsonNode edited = spec.deepCopy();
    JsonNode parent = edited.at(at.substring(0, at.lastIndexOf('/')));
    String key = at.substring(at.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
    if (parent instanceof ArrayNode list) {
      if (after == null) {
        list.remove(Integer.parseInt(key));
      } else {
        list.set(Integer.parseInt(key), after);
      }
    } else if (after == null) {
      ((ObjectNode) parent).remove(key);
    } else {
      ((ObjectNode) parent).set(key, after);
    }
    cases.add(new Case(at + " " + how, edited));
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
