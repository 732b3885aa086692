package cloud.bleu.evidence.oscal;

import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.evidence.record.NameUuid;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every OSCAL document has: its version, texts in its form, properties in our name space. */
final class Oscal {
  static final String VERSION = "1.1.2";

  /** Of properties that OSCAL has no name for. */
  private static final String NAMESPACE = "https://placement.bleu.cloud/ns/oscal";

  /** Names that OSCAL itself gives a meaning to. */
  private static final Set<String> CORE = Set.of("label");

  private Oscal() {}

  /** A property; the value is made one line, as OSCAL asks. */
  static Map<String, Object> prop(String name, String value) {
    Map<String, Object> prop = new LinkedHashMap<>();
    prop.put("name", name);
    if (!CORE.contains(name)) {
      prop.put("ns", NAMESPACE);
    }
    prop.put("value", line(value));
    return prop;
  }

  /** One line without space around it, a dash for nothing. */
  static String line(String text) {
    String line = text.replaceAll("[\\s\\p{Cc}]+", " ").strip();
    return line.isEmpty() ? "-" : line;
  }

  /** A text as OSCAL's Markdown has it: what would be markup is not. */
  static String markup(String text) {
    return line(text).replaceAll("([\\\\*_<>\\[\\]^~`])", "\\\\$1");
  }

  /**
   * A token for a control: {@code snc-19.6.b}. OSCAL's begin with a letter and have no spaces.
   *
   * @param id of a requirement as it is cited
   */
  static String control(String id) {
    return "snc-" + id.replace(' ', '-');
  }

  /** The part of a control that a rule looks at. */
  static String objective(String id, String rule) {
    return control(id) + "_obj." + rule;
  }

  static Map<String, Object> metadata(String title, Instant at, String version, String remarks) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("title", title);
    metadata.put("last-modified", at.toString());
    metadata.put("version", version);
    metadata.put("oscal-version", VERSION);
    metadata.put("remarks", markup(remarks));
    return metadata;
  }

  /** A document with a UUID that is that of its content. */
  static Map<String, Object> document(String root, Map<String, Object> content) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("uuid", NameUuid.of("document", root, Digest.of(content)));
    document.putAll(content);
    return Map.of(root, document);
  }

  /** Puts a list that has something in it: OSCAL knows no empty ones. */
  static void put(Map<String, Object> tree, String name, List<?> list) {
    if (!list.isEmpty()) {
      tree.put(name, list);
    }
  }

  /** For hashing: the same text for the same tree. */
  static String text(Object tree) {
    return CanonicalJson.text(tree);
  }
}
