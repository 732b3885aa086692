package cloud.bleu.translate.manifest;

import cloud.bleu.expression.ObjectRule;
import cloud.bleu.expression.PartialObject;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules in CEL that the schema of one object has. The translators check the same, and say it
 * with the values; but of what is wrong already they say nothing, and of two faults of one thing
 * often the first. So where anything is wrong with an object its rules are asked as well. A rule
 * that depends on what is wrong, or may be misspelt, says nothing.
 */
final class ObjectRules implements StructuralSchema.Listener {

  /** What a rule reads of the object that it is about; the name of a function is followed by (. */
  private static final Pattern READ =
      Pattern.compile("\\bself((?:\\.[A-Za-z][A-Za-z0-9]*+(?!\\())+)");

  private final Manifest manifest;
  private final ObjectRef object;
  private final Predicate<String> used;
  private final Consumer<SchemaError> found;

  /** What is wrong of an object or a list, by its path: fields, or numbers of items. */
  private final Map<String, Set<String>> wrong = new HashMap<>();

  /** Objects with a field that nobody knows, which may be meant for one that is not there. */
  private final Set<String> misspelt = new HashSet<>();

  /** The names of such fields: indented otherwise they may be right elsewhere. */
  private final Set<String> strangers = new HashSet<>();

  /** Fields that a newer operator wrote. */
  private final Set<String> newer = new TreeSet<>();

  private final Set<String> filled = new HashSet<>();
  private final List<Part> parts = new ArrayList<>();

  /** A part of the object with rules of its own. */
  private record Part(String path, ObjectNode json, JsonNode schema) {
    JsonNode rules() {
      return schema.path("x-kubernetes-validations");
    }
  }

  /**
   * @param object as it is known, with its namespace
   * @param used of which fields anything is told
   * @param found takes what the schema says besides
   */
  ObjectRules(
      Manifest manifest, ObjectRef object, Predicate<String> used, Consumer<SchemaError> found) {
    this.manifest = manifest;
    this.object = object;
    this.used = used;
    this.found = found;
  }

  @Override
  public void wrong(SchemaError error) {
    List<String> segments = FieldPath.segments(error.path());
    if (!segments.isEmpty()) {
      String last = segments.get(segments.size() - 1);
      String parent = FieldPath.parent(error.path());
      wrong.computeIfAbsent(parent, p -> new HashSet<>()).add(last);
    }
    if (used.test(error.path())) {
      found.accept(error);
    }
  }

  /** Whether something in a part of the object is wrong, told or not. */
  boolean isWrong(String part) {
    return wrong.keySet().stream().anyMatch(path -> FieldPath.isWithin(part, path));
  }

  @Override
  public void strange(String parent, String key) {
    misspelt.add(parent);
    strangers.add(key);
  }

  /** Of an object that was in a cluster, the operator wrote the status. */
  @Override
  public boolean passesOver(String path) {
    boolean passed = FieldPath.isWithin("status", path) && manifest.isOfCluster();
    if (passed) {
      newer.add(object.kind() + " " + path.replaceAll("\\[\\d+]", "[]"));
    }
    return passed;
  }

  /** The kinds and paths of fields of status that only a newer operator knows. */
  Set<String> newer() {
    return newer;
  }

  @Override
  public void filled(String path) {
    filled.add(path);
  }

  @Override
  public void walked(String path, ObjectNode json, JsonNode schema) {
    Part part = new Part(path, json, schema);
    if (used.test(path) && !part.rules().isEmpty()) {
      parts.add(part);
    }
  }

  /**
   * What the rules say, once for each of them that is broken.
   *
   * @param told what translators say of objects
   */
  List<ManifestProblem> broken(List<Problem> told) {
    List<Problem> own = told.stream().filter(p -> p.object().equals(object)).toList();
    List<ManifestProblem> broken = new ArrayList<>();
    if (wrong.isEmpty() && own.isEmpty()) {
      return broken;
    }
    for (Part part : parts) {
      Map<String, Object> self = object(part.json(), part.schema(), part.path());
      for (JsonNode rule : part.rules()) {
        String below = rule.path("fieldPath").asText();
        String at = FieldPath.join(part.path(), below.startsWith(".") ? below.substring(1) : below);
        String text = rule.path("rule").asText();
        if (own.stream().noneMatch(p -> isSame(p.path(), part.path(), at, text))
            && ObjectRule.of(text).isBroken(self)) {
          String message = rule.path("message").asText();
          broken.add(manifest.locate(new Problem(object, true, at, message, null, "")));
        }
      }
    }
    return broken;
  }

  /** Whether what is told of a path is about what the rule reads. */
  private static boolean isSame(String told, String part, String at, String rule) {
    if (told.equals(part) || told.equals(at)) {
      return true;
    }
    Matcher read = READ.matcher(rule);
    while (read.find()) {
      String field = FieldPath.join(part, read.group(1).substring(1));
      boolean inside = part.isEmpty() || FieldPath.isWithin(part, told);
      if (FieldPath.isWithin(field, told) || inside && FieldPath.isWithin(told, field)) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Object> object(ObjectNode json, JsonNode schema, String path) {
    boolean open = misspelt.contains(path);
    Map<String, Object> stated = new TreeMap<>();
    Set<String> unknown = new HashSet<>(wrong.getOrDefault(path, Set.of()));
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String child = FieldPath.child(path, field.getKey());
      Object value = value(field.getValue(), schemaOf(field.getKey(), schema), child);
      if (value == null || filled.contains(child) && (open || strangers.contains(field.getKey()))) {
        unknown.add(field.getKey());
      } else {
        stated.put(field.getKey(), value);
      }
    }
    strangers.stream().filter(key -> !json.has(key)).forEach(unknown::add);
    return new PartialObject(stated, unknown, open);
  }

  private static JsonNode schemaOf(String field, JsonNode schema) {
    JsonNode own = schema.path("properties").path(field);
    return own.isMissingNode() ? schema.path("additionalProperties") : own;
  }

  /** A value as CEL has it; null: it cannot be said. */
  private @Nullable Object value(JsonNode json, JsonNode schema, String path) {
    if (json instanceof ObjectNode object) {
      return object(object, schema, path);
    }
    if (json instanceof ArrayNode array) {
      boolean known = !wrong.containsKey(path);
      List<Object> items = new ArrayList<>();
      for (JsonNode item : array) {
        Object value = value(item, schema.path("items"), FieldPath.item(path, items.size()));
        known &= value != null;
        items.add(value == null ? "" : value);
      }
      return known ? items : PartialObject.unknownList(path);
    }
    return switch (json.getNodeType()) {
      case BOOLEAN -> json.asBoolean();
      case NUMBER -> json.isIntegralNumber() ? (Object) json.asLong() : (Object) json.asDouble();
      default -> text(json.asText(), schema.path("format").asText());
    };
  }

  /** Text that is a date or an instant by its schema is one in CEL. */
  private static @Nullable Object text(String text, String format) {
    try {
      return switch (format) {
        case "date" -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        case "date-time" -> OffsetDateTime.parse(text).toInstant();
        default -> text;
      };
    } catch (DateTimeException e) {
      return null;
    }
  }
}
