package cloud.bleu.translate.manifest;

import cloud.bleu.translate.finding.FieldPath;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The text of one document and where it stands. Lines are looked up by reading the text again, with
 * positions: that is needed for what is wrong only, and costs time and memory.
 *
 * @param number counted from 1 within the file
 * @param firstLine line of the file at which the text begins, counted from 1
 * @param part which of the documents in the text, counted from 0
 */
record Document(String file, int number, int firstLine, String text, int part) {

  /** The line of the deepest node along the path that is there. */
  int line(String path) {
    return line(root(), path);
  }

  /** The lines of many paths; the text is read again once. */
  Map<String, Integer> lines(Collection<String> paths) {
    Node root = root();
    Map<String, Integer> lines = new HashMap<>();
    paths.forEach(path -> lines.computeIfAbsent(path, p -> line(root, p)));
    return lines;
  }

  private int line(@Nullable Node root, String path) {
    Node node = root;
    if (node == null) {
      return firstLine;
    }
    int line = lineOf(node);
    for (String segment : FieldPath.segments(path)) {
      if (node instanceof MappingNode mapping) {
        NodeTuple tuple = entry(mapping, segment);
        if (tuple == null) {
          return line;
        }
        line = lineOf(tuple.getKeyNode());
        node = tuple.getValueNode();
      } else if (node instanceof SequenceNode sequence) {
        int index = index(segment);
        if (index < 0 || index >= sequence.getValue().size()) {
          return line;
        }
        node = sequence.getValue().get(index);
        line = lineOf(node);
      } else {
        return line;
      }
    }
    return line;
  }

  /** The scalar at a path as it was written, null when there is none. */
  @Nullable ScalarNode scalar(String path) {
    Node node = root();
    for (String segment : FieldPath.segments(path)) {
      if (node instanceof MappingNode mapping) {
        NodeTuple tuple = entry(mapping, segment);
        node = tuple == null ? null : tuple.getValueNode();
      } else if (node instanceof SequenceNode sequence) {
        int index = index(segment);
        boolean there = index >= 0 && index < sequence.getValue().size();
        node = there ? sequence.getValue().get(index) : null;
      } else {
        return null;
      }
    }
    return node instanceof ScalarNode scalar ? scalar : null;
  }

  private @Nullable Node root() {
    try {
      int skipped = 0;
      var nodes = Yaml.compose(text, true);
      while (nodes.hasNext()) {
        Node node = nodes.next();
        if (skipped++ == part) {
          return node;
        }
      }
    } catch (YamlEngineException alreadyReported) {
      return null;
    }
    return null;
  }

  private int lineOf(Node node) {
    return node.getStartMark().map(m -> m.getLine() + firstLine).orElse(firstLine);
  }

  /** The entry of that key, the last of several. */
  private static @Nullable NodeTuple entry(MappingNode mapping, String key) {
    NodeTuple own = null;
    NodeTuple merged = null;
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        continue;
      }
      if (Yaml.key(scalar).equals(key)) {
        own = tuple;
      }
      if (Yaml.isMerge(scalar)) {
        List<Node> sources =
            tuple.getValueNode() instanceof SequenceNode many
                ? many.getValue()
                : List.of(tuple.getValueNode());
        for (Node source : sources) {
          if (merged == null && source instanceof MappingNode other && other != mapping) {
            merged = entry(other, key);
          }
        }
      }
    }
    return own == null ? merged : own;
  }

  private static int index(String segment) {
    try {
      return Integer.parseInt(segment);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
