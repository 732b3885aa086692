package cloud.bleu.cli.doctor;

import cloud.bleu.translate.manifest.PortableYaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Writes the provenance of a group into the text of a manifest and leaves every other character as
 * it is: comments, order and style are people's.
 */
public final class ProvenanceText {
  private final String text;

  /**
   * @param text a manifest in YAML, as the file has it
   */
  public ProvenanceText(String text) {
    this.text = text;
  }

  /**
   * The text with the provenance in it; null when the object is not in it.
   *
   * @param pointer of what holds the field, as {@code FactStatement} has it
   * @param values by field, in their order
   */
  public @Nullable String with(
      String kind, String name, String pointer, String field, Map<String, String> values) {
    try {
      LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
      for (Node document : new Compose(settings).composeAllFromString(text)) {
        if (document instanceof MappingNode object
            && kind.equals(scalar(child(object, "kind")))
            && child(object, "metadata") instanceof MappingNode metadata
            && name.equals(scalar(child(metadata, "name")))) {
          Node owner = at(object, pointer);
          return owner instanceof MappingNode mapping ? written(mapping, field, values) : null;
        }
      }
      return null;
    } catch (YamlEngineException e) {
      // It was read as a manifest before, so this is a form that cannot be edited in place.
      return null;
    }
  }

  private static @Nullable Node at(Node start, String pointer) {
    Node node = start;
    for (String step : pointer.substring(1).split("/")) {
      if (node instanceof SequenceNode list) {
        int i = Integer.parseInt(step);
        node = i < list.getValue().size() ? list.getValue().get(i) : null;
      } else {
        node = node instanceof MappingNode mapping ? child(mapping, step) : null;
      }
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  private String written(MappingNode owner, String field, Map<String, String> values) {
    Node before = child(owner, field);
    if (before instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      return mapping.getFlowStyle() == FlowStyle.FLOW
          ? replaced(start(mapping), end(mapping), flow(values))
          : replaced(start(mapping), end(last(mapping)), block(values, column(mapping)));
    }
    if (before != null) {
      return replaced(start(before), end(before), flow(values));
    }
    String entry = field + ": " + flow(values);
    if (owner.getFlowStyle() == FlowStyle.FLOW) {
      int close = end(owner) - 1;
      return replaced(close, close, owner.getValue().isEmpty() ? entry : ", " + entry);
    }
    int first = start(owner);
    return replaced(first, first, entry + "\n" + " ".repeat(column(owner)));
  }

  private static Node last(MappingNode mapping) {
    return mapping.getValue().get(mapping.getValue().size() - 1).getValueNode();
  }

  private String replaced(int from, int to, String by) {
    return text.substring(0, from) + by + text.substring(to);
  }

  private static String flow(Map<String, String> values) {
    List<String> parts = new ArrayList<>();
    values.forEach((key, value) -> parts.add(key + ": " + value(key, value)));
    return "{" + String.join(", ", parts) + "}";
  }

  private static String block(Map<String, String> values, int indent) {
    List<String> lines = new ArrayList<>();
    values.forEach((key, value) -> lines.add(key + ": " + value(key, value)));
    return String.join("\n" + " ".repeat(indent), lines);
  }

  /** A basis is one word. The rest is quoted: free text, a day, a digest that may be all digits. */
  private static String value(String key, String value) {
    return key.equals("basis") ? value : PortableYaml.quoted(value);
  }

  private static @Nullable Node child(MappingNode mapping, String key) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (key.equals(scalar(tuple.getKeyNode()))) {
        return tuple.getValueNode();
      }
    }
    return null;
  }

  private static @Nullable String scalar(@Nullable Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  private int start(Node node) {
    return offset(node.getStartMark().orElseThrow());
  }

  private int end(Node node) {
    return offset(node.getEndMark().orElseThrow());
  }

  private static int column(Node node) {
    return node.getStartMark().orElseThrow().getColumn();
  }

  /** Marks count code points. */
  private int offset(Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }

  /** The values of a provenance that are given, in the order of the fields. */
  public static Map<String, String> values(@Nullable String... pairs) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      String value = pairs[i + 1];
      if (value != null && !value.isEmpty()) {
        values.put(String.valueOf(pairs[i]), value);
      }
    }
    return values;
  }
}
