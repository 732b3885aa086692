package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.Attestations;
import cloud.bleu.evidence.input.InputDocuments;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.evidence.record.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the chain knows of policies, facts and waivers at one of its entries. The entry names a
 * document of each by its digest: whoever compares later compares with what was signed.
 *
 * @param policies specs by name
 * @param facts as {@link Attestations} keeps them, by {@code kind/name}
 * @param waivers notes of those that stand, and of what runs on them
 */
public record ChainBaseline(
    Map<String, Object> policies, Map<String, Object> facts, List<ChainNote> waivers) {

  /** In the first entry of a process: where what it compared with was read. */
  static final String COMPARED_WITH = "comparedWith";

  private static final String POLICIES = "policies";
  private static final String FACTS = "facts";
  private static final String WAIVERS = "waivers";
  private static final List<String> PARTS = List.of(POLICIES, FACTS, WAIVERS);

  public ChainBaseline {
    waivers = List.copyOf(waivers);
  }

  /**
   * The entry, and what it names.
   *
   * @param documents canonical JSON by digest, each after those that it names
   */
  public record Recorded(ChainNote note, Map<String, String> documents) {}

  /**
   * Makes the entry of what is known now.
   *
   * @param before what that was compared with
   */
  public static Recorded record(
      ChainKnowledge known, Collection<ChainNote> waivers, ChainKnowledge before) {
    Map<String, String> documents = new LinkedHashMap<>();
    TreeMap<String, String> content = new TreeMap<>();
    content.put(POLICIES, objects(known.policies(), documents));
    Map<String, Object> facts = known.facts();
    content.put(FACTS, objects(facts == null ? Map.of() : facts, documents));
    List<String> standing = new ArrayList<>();
    waivers.forEach(note -> standing.add(note.text()));
    standing.sort(String::compareTo);
    List<Object> trees = new ArrayList<>();
    standing.forEach(text -> trees.add(JsonTree.parse(text)));
    content.put(WAIVERS, keep(trees, documents));
    String from = before.from();
    if (from != null) {
      content.put(COMPARED_WITH, from);
    }
    return new Recorded(new ChainNote(EntryKinds.BASELINE_RECORDED, content), documents);
  }

  /** A document of each object, and one that names them: an edit of one writes that one again. */
  private static String objects(Map<String, Object> objects, Map<String, String> documents) {
    TreeMap<String, Object> index = new TreeMap<>();
    objects.forEach((name, object) -> index.put(name, keep(object, documents)));
    return keep(index, documents);
  }

  private static String keep(Object value, Map<String, String> documents) {
    String text = CanonicalJson.text(value);
    String digest = "sha256:" + Digest.hexOf(text);
    documents.remove(digest);
    documents.put(digest, text);
    return digest;
  }

  /** The digests that an entry names, in the order in which they are written; else none. */
  static List<String> roots(ChainLine line) {
    List<String> roots = new ArrayList<>();
    for (String part :
        line.kind().equals(EntryKinds.BASELINE_RECORDED) ? PARTS : List.<String>of()) {
      String digest = line.content(part);
      if (digest != null) {
        roots.add(digest);
      }
    }
    return roots;
  }

  /**
   * Reads what an entry names.
   *
   * @throws InputDocuments.NotHereException when a document is missing or changed
   * @throws IllegalArgumentException when a document is of another form than here
   */
  static ChainBaseline read(ChainLine line, InputDocuments documents) throws IOException {
    List<ChainNote> waivers = new ArrayList<>();
    if (JsonTree.parse(documents.text(named(line, WAIVERS))) instanceof List<?> notes) {
      notes.forEach(note -> waivers.add(ChainNote.read(CanonicalJson.text(note))));
    }
    return new ChainBaseline(
        objects(named(line, POLICIES), documents), objects(named(line, FACTS), documents), waivers);
  }

  private static String named(ChainLine line, String part) {
    String digest = line.content(part);
    if (digest == null) {
      throw new IllegalArgumentException("it names no " + part);
    }
    return digest;
  }

  private static Map<String, Object> objects(String digest, InputDocuments documents)
      throws IOException {
    Map<String, Object> objects = new TreeMap<>();
    for (Map.Entry<String, Object> one : JsonTree.object(documents.text(digest)).entrySet()) {
      objects.put(one.getKey(), JsonTree.object(documents.text(String.valueOf(one.getValue()))));
    }
    return objects;
  }
}
