package cloud.bleu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an API server does with an apply patch, as far as one manager's own fields go: what the
 * manager applies is set, what it applied before and no longer does is removed, everything else
 * stays. Lists are atomic but for those in {@link #LIST_KEYS}. There are no conflicts: the last
 * writer of a field wins.
 */
final class ServerSideApply {

  /**
   * Lists that are maps, with the field that names an element (the {@code
   * x-kubernetes-list-map-keys} of these types).
   */
  private static final Map<String, String> LIST_KEYS =
      Map.of(
          "conditions", "type",
          "ownerReferences", "uid",
          "containers", "name",
          "initContainers", "name",
          "volumes", "name",
          "env", "name",
          "finalizers", "");

  /** Maps that are one value: label selectors, with which half of another one means a third. */
  private static final Set<String> ATOMIC = Set.of("namespaceSelector", "podSelector", "selector");

  /** What each manager applied last, by object path and manager. */
  private final Map<String, Applied> last = new ConcurrentHashMap<>();

  private record Applied(String uid, JsonNode fields) {}

  /**
   * What of an apply patch is the manager's.
   *
   * @param wanted the patch; it stays as it is
   */
  static ObjectNode fields(ObjectNode wanted) {
    ObjectNode fields = wanted.deepCopy();
    if (fields.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("resourceVersion");
      metadata.remove("managedFields");
    }
    return fields;
  }

  /**
   * The object after the apply.
   *
   * @param key the path of the object and the manager
   * @param current the object as stored
   * @param fields what the manager applies now
   */
  ObjectNode merge(String key, ObjectNode current, ObjectNode fields) {
    Applied before = last.get(key);
    JsonNode same = before != null && before.uid().equals(uid(current)) ? before.fields() : null;
    ObjectNode result = current.deepCopy();
    mergeObject(result, same instanceof ObjectNode o ? o : null, fields);
    return result;
  }

  /**
   * These fields are what the manager applied last.
   *
   * @param key the path of the object and the manager
   * @param stored the object that it made
   */
  void remember(String key, JsonNode stored, JsonNode fields) {
    last.put(key, new Applied(uid(stored), fields));
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  private static void mergeObject(
      ObjectNode into, @Nullable ObjectNode before, ObjectNode applied) {
    if (before != null) {
      for (Iterator<String> names = before.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!applied.has(name)) {
          remove(into, name, before.get(name));
        }
      }
    }
    for (Map.Entry<String, JsonNode> field : applied.properties()) {
      String name = field.getKey();
      JsonNode wanted = field.getValue();
      JsonNode had = into.get(name);
      JsonNode last = before == null ? null : before.get(name);
      if (wanted instanceof ObjectNode o && !ATOMIC.contains(name)) {
        ObjectNode target = had instanceof ObjectNode h ? h : into.putObject(name);
        mergeObject(target, last instanceof ObjectNode l ? l : null, o);
      } else if (wanted instanceof ArrayNode a
          && had instanceof ArrayNode h
          && LIST_KEYS.containsKey(name)) {
        into.set(
            name, mergeList(LIST_KEYS.get(name), h, last instanceof ArrayNode l ? l : null, a));
      } else if (wanted.isNull()) {
        into.remove(name);
      } else {
        into.set(name, wanted.deepCopy());
      }
    }
  }

  /** Removes what a manager no longer applies: of an object only the leaves that were its own. */
  private static void remove(ObjectNode from, String name, JsonNode owned) {
    if (from.get(name) instanceof ObjectNode object && owned instanceof ObjectNode ownedObject) {
      List<String> names = new ArrayList<>();
      ownedObject.fieldNames().forEachRemaining(names::add);
      names.forEach(n -> remove(object, n, ownedObject.get(n)));
      if (object.isEmpty()) {
        from.remove(name);
      }
    } else {
      from.remove(name);
    }
  }

  private static ArrayNode mergeList(
      String key, ArrayNode had, @Nullable ArrayNode before, ArrayNode applied) {
    Map<String, JsonNode> owned = byKey(key, before);
    Map<String, JsonNode> wanted = byKey(key, applied);
    ArrayNode result = applied.arrayNode();
    for (Map.Entry<String, JsonNode> element : byKey(key, had).entrySet()) {
      JsonNode w = wanted.remove(element.getKey());
      if (w != null) {
        if (element.getValue() instanceof ObjectNode e && w instanceof ObjectNode o) {
          ObjectNode merged = e.deepCopy();
          mergeObject(merged, owned.get(element.getKey()) instanceof ObjectNode l ? l : null, o);
          result.add(merged);
        } else {
          result.add(w);
        }
      } else if (!owned.containsKey(element.getKey())) {
        result.add(element.getValue());
      }
    }
    wanted.values().forEach(result::add);
    return result;
  }

  private static Map<String, JsonNode> byKey(String key, @Nullable ArrayNode list) {
    Map<String, JsonNode> map = new LinkedHashMap<>();
    if (list != null) {
      for (JsonNode element : list) {
        map.put(key.isEmpty() ? element.asText() : element.path(key).asText(), element);
      }
    }
    return map;
  }
}
