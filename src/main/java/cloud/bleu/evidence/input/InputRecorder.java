package cloud.bleu.evidence.input;

import cloud.bleu.evidence.chain.EngineName;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.evidence.record.RecordShape;
import cloud.bleu.evidence.record.RecordWriter;
import cloud.bleu.placement.estate.Estate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a pass decides on, as documents of canonical JSON named by their digests, so that
 * each is kept once. One document is the root; it names chunks of providers, zones, workloads and
 * placements, and these name the lists of rules. What did not change since the last pass is not
 * made again. Used by one thread.
 */
public final class InputRecorder {

  /** Items in a chunk: a change of one writes so many again. */
  private static final int CHUNK = 16;

  /** The records that a root is made of: a release with other ones cannot read it. */
  static final String FORM = Digest.hexOf(RecordShape.text(Estate.class)).substring(0, 16);

  private final RecordWriter trees;
  private final Map<Object, String> rules = new HashMap<>();
  private final Map<String, Known> known = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private Map<String, String> kept = Map.of();
  private Map<String, String> documents = new LinkedHashMap<>();

  /**
   * @param pseudonym in place of the name of a person, or of whoever holds a company
   * @param text in place of free text that may name somebody: where a fact stands
   */
  public InputRecorder(UnaryOperator<String> pseudonym, UnaryOperator<String> text) {
    trees = new RecordWriter(pseudonym, text, this::apart);
  }

  private record Known(Object value, @Nullable Object tree) {}

  /**
   * @param digest of the root
   * @param documents canonical JSON by digest: all that the root before this one did not need
   */
  public record Recorded(String digest, Map<String, String> documents) {}

  /** Makes the documents of an estate. */
  public Recorded record(Estate estate) {
    documents = new LinkedHashMap<>();
    seen.clear();
    TreeMap<String, Object> root = new TreeMap<>();
    root.put("engine", EngineName.of(estate));
    root.put("form", FORM);
    for (RecordShape.Part part : RecordShape.of(Estate.class).parts()) {
      Object held = part.read(estate);
      if (held instanceof List<?> list) {
        if (!list.isEmpty()) {
          root.put(part.name(), chunks(part.name(), list));
        }
      } else if (held != null) {
        root.put(part.name(), trees.encode(held));
      }
    }
    String digest = keep(CanonicalJson.text(root));
    Map<String, String> all = documents;
    Map<String, String> fresh = new LinkedHashMap<>(all);
    fresh.keySet().removeAll(kept.keySet());
    kept = all;
    known.keySet().retainAll(seen);
    rules.values().retainAll(all.keySet());
    return new Recorded(digest, fresh);
  }

  /** Says that documents may be lost: the next root brings all of its own. */
  public void forget() {
    kept = Map.of();
  }

  private List<Object> chunks(String component, List<?> items) {
    int count = Integer.highestOneBit(Math.max(1, items.size() / CHUNK));
    List<List<Object>> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chunks.add(new ArrayList<>());
    }
    for (Object item : items) {
      String name =
          String.valueOf(RecordShape.of(item.getClass()).parts().get(0).read((Record) item));
      int spread = name.hashCode() * 0x9E3779B9;
      chunks.get((spread >>> 16) & (count - 1)).add(tree(component + " " + name, item));
    }
    List<Object> digests = new ArrayList<>();
    for (List<Object> chunk : chunks) {
      if (!chunk.isEmpty()) {
        digests.add(keep(CanonicalJson.text(chunk)));
      }
    }
    return digests;
  }

  private @Nullable Object tree(String key, Object item) {
    seen.add(key);
    Known before = known.get(key);
    if (before != null && before.value().equals(item) && isComplete(before.tree())) {
      return before.tree();
    }
    Object tree = trees.encode(item);
    known.put(key, new Known(item, tree));
    return tree;
  }

  /** Whether the rules that a tree names are among the documents of this pass. */
  private boolean isComplete(@Nullable Object tree) {
    Object named = tree instanceof Map<?, ?> map ? map.get("rules") : null;
    if (!(named instanceof String digest)) {
      return true;
    }
    String text = kept.get(digest);
    if (text != null) {
      documents.put(digest, text);
    }
    return documents.containsKey(digest);
  }

  private String apart(Object held) {
    String digest = rules.get(held);
    String text = digest == null ? null : documents.getOrDefault(digest, kept.get(digest));
    if (digest != null && text != null) {
      documents.put(digest, text);
      return digest;
    }
    digest = keep(CanonicalJson.text(trees.encode(held)));
    rules.put(held, digest);
    return digest;
  }

  private String keep(String text) {
    String digest = "sha256:" + Digest.hexOf(text);
    documents.put(digest, text);
    return digest;
  }
}
