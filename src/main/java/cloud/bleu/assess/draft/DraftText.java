package cloud.bleu.assess.draft;

import cloud.bleu.translate.manifest.PortableYaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One document of YAML with comments, and what in it is a guess. */
final class DraftText {

  private static final String GUESS = "GUESS: ";

  private final StringBuilder text = new StringBuilder();
  private final List<String> guesses = new ArrayList<>();

  /** A comment of one line. */
  DraftText comment(int indent, String words) {
    text.append(" ".repeat(indent)).append("# ").append(words.replaceAll("\\R", " ")).append('\n');
    return this;
  }

  /** A comment that says of what follows that it is guessed, and what to check. */
  DraftText guess(int indent, String words) {
    guesses.add(words);
    return comment(indent, GUESS + words);
  }

  /** A map in block style. */
  DraftText yaml(int indent, Map<String, ?> tree) {
    PortableYaml.write(tree)
        .lines()
        .forEach(line -> text.append(" ".repeat(indent)).append(line).append('\n'));
    return this;
  }

  /** One line as it is, or the same as a comment for somebody to take the mark away. */
  DraftText line(int indent, String yaml, boolean isCommented) {
    text.append(" ".repeat(indent)).append(isCommented ? "# " : "").append(yaml).append('\n');
    return this;
  }

  /** A key with what follows indented below it. */
  DraftText key(String name) {
    text.append(name).append(":\n");
    return this;
  }

  /** What stands between two documents. */
  DraftText separator() {
    text.append("---\n");
    return this;
  }

  /** The kind, the name and the namespace of an object of ours. */
  DraftText object(String kind, String namespace, String name) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "placement.bleu.cloud/v1alpha1");
    object.put("kind", kind);
    object.put("metadata", metadata);
    return yaml(0, object);
  }

  String text() {
    return text.toString();
  }

  List<String> guesses() {
    return guesses;
  }
}
