package cloud.bleu.translate.manifest;

import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.finding.FieldPath;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** One YAML document as JSON, with the limits that keep a hostile one from doing harm. */
final class Yaml {

  /** Nodes that aliases may add to a document. */
  static final int MOST_EXPANDED = 100_000;

  /** What is said of a key that is no text. */
  static final String NO_KEY = "a key is a list or a map";

  private static final KubernetesScalars SCALARS = new KubernetesScalars();
  private static final LoadSettings PLAIN = settings(false);
  private static final LoadSettings MARKED = settings(true);

  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Fault> faults = new ArrayList<>();
  private int expanded;

  private Yaml() {}

  private static LoadSettings settings(boolean marks) {
    return LoadSettings.builder()
        .setSchema(SCALARS)
        .setUseMarks(marks)
        .setAllowDuplicateKeys(true)
        .setMaxAliasesForCollections(MOST_EXPANDED)
        .setCodePointLimit(Integer.MAX_VALUE)
        .build();
  }

  /** The documents of a text as trees of nodes, read one at a time. */
  static Composer compose(String text, boolean marks) {
    LoadSettings settings = marks ? MARKED : PLAIN;
    return new Composer(
        settings, new DepthLimit(new ParserImpl(settings, new StreamReader(settings, text))));
  }

  /**
   * The JSON of a document.
   *
   * @throws Refused if it holds what no manifest may hold
   */
  static JsonNode json(Node root) throws Refused {
    Yaml yaml = new Yaml();
    JsonNode json = yaml.convert(root, "", false);
    if (!yaml.faults.isEmpty()) {
      throw new Refused(yaml.faults);
    }
    return json;
  }

  private JsonNode convert(Node node, String path, boolean underAlias) throws Refused {
    boolean again = underAlias;
    if (!(node instanceof ScalarNode)) {
      if (open.contains(node)) {
        throw new Refused(
            path, "the anchor contains itself", "write the part out instead of the alias");
      }
      again = !seen.add(node) || underAlias;
    }
    if (again && ++expanded > MOST_EXPANDED) {
      throw new Refused(
          "",
          "the aliases of the document expand to more than " + MOST_EXPANDED + " nodes",
          "write the parts out instead of nesting anchors");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, path);
    }
    open.add(node);
    JsonNode json =
        node instanceof SequenceNode sequence
            ? list(sequence, path, again)
            : object((MappingNode) node, path, again);
    open.remove(node);
    return json;
  }

  private JsonNode scalar(ScalarNode scalar, String path) {
    String forbidden = Characters.forbidden(scalar.getValue());
    if (forbidden != null) {
      fault(
          path,
          "the text contains the character " + forbidden,
          Characters.whatToDo(scalar.getValue()));
    }
    JsonNode value = KubernetesScalars.json(scalar);
    if (value == null) {
      fault(
          path,
          "the value " + ShownText.quote(scalar.getValue()) + " has no JSON form",
          "write it in quotes, without a tag");
      return NullNode.instance;
    }
    return value;
  }

  private ArrayNode list(SequenceNode sequence, String path, boolean again) throws Refused {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(sequence.getValue().size());
    int i = 0;
    for (Node item : sequence.getValue()) {
      array.add(convert(item, path + "[" + i++ + "]", again));
    }
    return array;
  }

  private ObjectNode object(MappingNode mapping, String path, boolean again) throws Refused {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        fault(path, NO_KEY, "use plain text as key");
        continue;
      }
      if (isMerge(scalar)) {
        continue;
      }
      String key = key(scalar);
      String forbidden = Characters.forbidden(key);
      if (forbidden != null) {
        fault(path, "a key contains the character " + forbidden, Characters.whatToDo(key));
      }
      String child = FieldPath.child(path, key);
      if (object.has(key)) {
        fault(child, "the key is given twice", once(child));
        continue;
      }
      object.set(key, convert(tuple.getValueNode(), child, again));
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode scalar && isMerge(scalar)) {
        merge(tuple.getValueNode(), object, path);
      }
    }
    return object;
  }

  /** Objects of which nothing tells where one ends begin with these. */
  private static String once(String path) {
    return path.equals("apiVersion") || path.equals("kind")
        ? "keep one of the two, or write --- between two objects"
        : "keep one of the two";
  }

  /**
   * Adds what an anchor holds and the object itself does not, the first of several anchors first.
   */
  private void merge(Node source, ObjectNode object, String path) throws Refused {
    List<Node> sources = source instanceof SequenceNode many ? many.getValue() : List.of(source);
    for (Node one : sources) {
      if (!(one instanceof MappingNode)
          || !(convert(one, path, true) instanceof ObjectNode added)) {
        fault(path, "<< merges something that is not a map", "merge maps only");
        continue;
      }
      added.properties().forEach(e -> object.putIfAbsent(e.getKey(), e.getValue()));
    }
  }

  private void fault(String path, String what, String advice) {
    faults.add(new Fault(path, what, advice));
  }

  static boolean isMerge(ScalarNode key) {
    return key.isPlain() && key.getValue().equals("<<");
  }

  /** A key as JSON has it: {@code on} is read as the boolean {@code true}, as kubectl does. */
  static String key(ScalarNode key) {
    if (key.getTag().equals(Tag.STR)) {
      return key.getValue();
    }
    JsonNode value = KubernetesScalars.json(key);
    return value == null ? key.getValue() : value.asText();
  }

  /** Something that no manifest may hold. */
  record Fault(String path, String what, String advice) {}

  /** A document that is YAML and yet no manifest. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Fault> faults;

    Refused(List<Fault> faults) {
      super(faults.toString());
      this.faults = List.copyOf(faults);
    }

    Refused(String path, String what, String advice) {
      this(List.of(new Fault(path, what, advice)));
    }

    List<Fault> faults() {
      return faults;
    }
  }

  static @Nullable String readAs(ScalarNode scalar) {
    JsonNode value = KubernetesScalars.json(scalar);
    return value == null ? null : value.asText();
  }
}
