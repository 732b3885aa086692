package cloud.bleu.translate.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  private static final KubernetesScalars SCALARS = new KubernetesScalars();
  private static final LoadSettings PLAIN = settings(false);
  private static final LoadSettings MARKED = settings(true);

  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
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
   * @throws Refused at the first thing that no manifest may hold
   */
  static JsonNode json(Node root) throws Refused {
    return new Yaml().convert(root, "", false);
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
          path,
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

  private static JsonNode scalar(ScalarNode scalar, String path) throws Refused {
    String forbidden = Characters.forbidden(scalar.getValue());
    if (forbidden != null) {
      throw new Refused(
          path, "the text contains the character " + forbidden, Characters.WHAT_TO_DO);
    }
    JsonNode value = KubernetesScalars.json(scalar);
    if (value == null) {
      throw new Refused(
          path,
          "the value "
              + cloud.bleu.translate.Problem.quote(scalar.getValue())
              + " has no JSON form",
          "write it in quotes, without a tag");
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
        throw new Refused(path, "a key is a list or a map", "use plain text as key");
      }
      if (isMerge(scalar)) {
        continue;
      }
      String key = key(scalar);
      String forbidden = Characters.forbidden(key);
      if (forbidden != null) {
        throw new Refused(path, "a key contains the character " + forbidden, Characters.WHAT_TO_DO);
      }
      String child = cloud.bleu.translate.FieldPath.child(path, key);
      if (object.has(key)) {
        throw new Refused(child, "the key is given twice", "keep one of the two");
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

  /**
   * Adds what an anchor holds and the object itself does not, the first of several anchors first.
   */
  private void merge(Node source, ObjectNode object, String path) throws Refused {
    List<Node> sources = source instanceof SequenceNode many ? many.getValue() : List.of(source);
    for (Node one : sources) {
      if (!(one instanceof MappingNode)
          || !(convert(one, path, true) instanceof ObjectNode added)) {
        throw new Refused(path, "<< merges something that is not a map", "merge maps only");
      }
      added.properties().forEach(e -> object.putIfAbsent(e.getKey(), e.getValue()));
    }
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

  /** A document that is YAML and yet no manifest. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    final String path;
    final String what;
    final String advice;

    Refused(String path, String what, String advice) {
      super(what);
      this.path = path;
      this.what = what;
      this.advice = advice;
    }
  }

  static @Nullable String readAs(ScalarNode scalar) {
    JsonNode value = KubernetesScalars.json(scalar);
    return value == null ? null : value.asText();
  }
}
