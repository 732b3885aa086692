package cloud.bleu.translate.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The schemas of the kinds as JSON schemas for editors and kubeconform. They are closed: the API
 * server drops a field that a schema does not name, here it is an error.
 */
public final class JsonSchemas {

  /** The file that leads to the schema of each kind, for files with objects of several kinds. */
  public static final String ALL = "all.json";

  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
  private static final String API_VERSION = Crds.GROUP + "/" + Crds.VERSION;
  private static final String PROPERTIES = "properties";
  private static final String CLOSED = "additionalProperties";

  private JsonSchemas() {}

  /** Every file by its name: one for each kind, and {@link #ALL}. */
  public static SortedMap<String, ObjectNode> files() {
    TreeMap<String, ObjectNode> files = new TreeMap<>();
    ObjectNode all = draft("Objects of " + API_VERSION + "; other objects are not looked at");
    ArrayNode choices = all.putArray("allOf");
    for (String kind : new TreeSet<>(Crds.PLURALS.keySet())) {
      files.put(fileName(kind), of(kind));
      ObjectNode choice = choices.addObject();
      ObjectNode given = choice.putObject("if");
      given.putArray("required").add("apiVersion").add("kind");
      ObjectNode values = given.putObject(PROPERTIES);
      values.putObject("apiVersion").put("const", API_VERSION);
      values.putObject("kind").put("const", kind);
      choice.putObject("then").put("$ref", fileName(kind));
    }
    files.put(ALL, all);
    return files;
  }

  /** As kubeconform looks for it: the kind, the first part of the group and the version. */
  static String fileName(String kind) {
    String group = Crds.GROUP.substring(0, Crds.GROUP.indexOf('.'));
    return kind.toLowerCase(Locale.ROOT) + "-" + group + "-" + Crds.VERSION + ".json";
  }

  private static ObjectNode of(String kind) {
    ObjectNode schema = draft(kind);
    ObjectNode stored = (ObjectNode) close(Crds.schema(kind));
    stored.properties().forEach(e -> schema.set(e.getKey(), e.getValue()));
    ObjectNode properties = schema.withObject("/" + PROPERTIES);
    properties.putObject("apiVersion").put("type", "string").putArray("enum").add(API_VERSION);
    properties.putObject("kind").put("type", "string").putArray("enum").add(kind);
    properties.putObject("metadata").put("type", "object");
    schema.withArray("/required").add("apiVersion").add("kind").add("metadata");
    return schema.put(CLOSED, false);
  }

  private static ObjectNode draft(String title) {
    return JsonNodeFactory.instance.objectNode().put("$schema", DRAFT).put("title", title);
  }

  /**
   * A copy without the extensions of Kubernetes, in which an object has no field but those that are
   * named. What Kubernetes keeps as it comes, such as a template of pods, stays open.
   */
  private static JsonNode close(JsonNode schema) {
    if (schema instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(each -> copy.add(close(each)));
      return copy;
    }
    if (!(schema instanceof ObjectNode)) {
      return schema;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    schema
        .properties()
        .forEach(
            e -> {
              if (e.getKey().equals(PROPERTIES)) {
                ObjectNode fields = copy.putObject(PROPERTIES);
                e.getValue().properties().forEach(f -> fields.set(f.getKey(), close(f.getValue())));
              } else if (!e.getKey().startsWith("x-kubernetes-")) {
                copy.set(e.getKey(), close(e.getValue()));
              }
            });
    boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    if (!open && copy.has(PROPERTIES) && !copy.has(CLOSED)) {
      copy.put(CLOSED, false);
    }
    return copy;
  }
}
