package cloud.bleu.assess.manifest;

import cloud.bleu.translate.finding.FieldPath;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fields below one: {@code spec.volumes.*.name}; {@code *} is any field or item. */
final class PathSelector {

  /** Any number of fields or items. */
  private static final String ALL = "**";

  private static final String ANY = "*";

  private PathSelector() {}

  static List<ObjectField> select(ObjectField root, List<String> segments) {
    List<ObjectField> found = new ArrayList<>();
    select(root, segments, 0, found);
    return found;
  }

  private static void select(
      ObjectField at, List<String> segments, int next, List<ObjectField> found) {
    if (at.node().isMissingNode() || at.node().isNull()) {
      return;
    }
    if (next == segments.size()) {
      found.add(at);
      return;
    }
    String segment = segments.get(next);
    switch (segment) {
      case ANY -> children(at).forEach(child -> select(child, segments, next + 1, found));
      case ALL -> {
        select(at, segments, next + 1, found);
        children(at).forEach(child -> select(child, segments, next, found));
      }
      default -> select(child(at, segment), segments, next + 1, found);
    }
  }

  static ObjectField child(ObjectField at, String name) {
    return new ObjectField(FieldPath.child(at.path(), name), name, at.node().path(name));
  }

  static List<ObjectField> children(ObjectField at) {
    List<ObjectField> children = new ArrayList<>();
    if (at.node().isArray()) {
      int i = 0;
      for (JsonNode item : at.node()) {
        children.add(new ObjectField(FieldPath.item(at.path(), i), String.valueOf(i), item));
        i++;
      }
    } else {
      for (Map.Entry<String, JsonNode> field : at.node().properties()) {
        children.add(
            new ObjectField(
                FieldPath.child(at.path(), field.getKey()), field.getKey(), field.getValue()));
      }
    }
    return children;
  }
}
