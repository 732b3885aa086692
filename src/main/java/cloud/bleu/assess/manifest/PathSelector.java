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

  static List<Leaf> select(Leaf root, List<String> segments) {
    List<Leaf> found = new ArrayList<>();
    select(root, segments, 0, found);
    return found;
  }

  private static void select(Leaf at, List<String> segments, int next, List<Leaf> found) {
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

  static Leaf child(Leaf at, String name) {
    return new Leaf(FieldPath.child(at.path(), name), name, at.node().path(name));
  }

  static List<Leaf> children(Leaf at) {
    List<Leaf> children = new ArrayList<>();
    if (at.node().isArray()) {
      int i = 0;
      for (JsonNode item : at.node()) {
        children.add(new Leaf(FieldPath.item(at.path(), i), String.valueOf(i), item));
        i++;
      }
    } else {
      for (Map.Entry<String, JsonNode> field : at.node().properties()) {
        children.add(
            new Leaf(FieldPath.child(at.path(), field.getKey()), field.getKey(), field.getValue()));
      }
    }
    return children;
  }
}
