package cloud.bleu.evidence.change;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.placement.model.Basis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The facts for which somebody vouches, object by object, and what was taken back of them. A fact
 * is taken back if it is gone, alone or with its object, or rests on a weaker basis. The content of
 * facts is kept as a digest, without who checked them: an erased name is no change of a fact.
 */
public final class Attestations {

  private static final String UID = "uid";
  private static final String FACTS = "facts";

  private final List<ChainNote> notes = new ArrayList<>();

  private Attestations() {}

  /**
   * What is kept of one object.
   *
   * @param spec with fields as in the API
   * @param pseudonym of a person
   */
  public static Map<String, Object> of(
      @Nullable String uid, Map<String, Object> spec, UnaryOperator<String> pseudonym) {
    TreeMap<String, Object> kept = new TreeMap<>();
    kept.put(UID, String.valueOf(uid));
    kept.put(FACTS, new ProvenFacts(pseudonym).of(spec));
    return kept;
  }

  /**
   * The first entry about facts in a directory that knows of none: later entries are compared with
   * it.
   */
  public static ChainNote known(Map<String, Object> objects) {
    long facts = 0;
    for (Object object : objects.values()) {
      for (Object list : facts(object).values()) {
        facts += list(list).stream().filter(f -> vouched(basis(f))).count();
      }
    }
    return ChainNote.of(
        EntryKinds.ATTESTATION_CHANGED,
        Map.of(
            "change", "the chain knows of facts from here on",
            "facts", Long.toString(facts),
            "is", Digest.of(objects)));
  }

  /** What there is to record between two states, objects by {@code kind/name}. */
  public static List<ChainNote> changes(Map<String, Object> before, Map<String, Object> after) {
    Attestations found = new Attestations();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String object : names) {
      Object old = before.get(object);
      Object now = after.get(object);
      found.object(object, old, now);
    }
    return found.notes;
  }

  private void object(String object, @Nullable Object old, @Nullable Object now) {
    int already = notes.size();
    Map<String, Object> was = facts(old);
    Map<String, Object> is = facts(now);
    TreeSet<String> paths = new TreeSet<>(was.keySet());
    paths.addAll(is.keySet());
    for (String path : paths) {
      facts(object, path, list(was.get(path)), list(is.get(path)), now == null);
    }
    if (notes.size() == already
        && old != null
        && now != null
        && !Objects.equals(map(old).get(UID), map(now).get(UID))
        && was.values().stream().anyMatch(f -> list(f).stream().anyMatch(x -> vouched(basis(x))))) {
      TreeMap<String, String> content = named(object);
      content.put("change", "another object of that name says the same");
      notes.add(new ChainNote(EntryKinds.ATTESTATION_CHANGED, content));
    }
  }

  /** Of one path: several where a list has entries of one name. */
  private void facts(
      String object, String path, List<Object> before, List<Object> after, boolean objectGone) {
    List<Map<String, Object>> was = new ArrayList<>();
    List<Map<String, Object>> is = new ArrayList<>();
    before.forEach(f -> was.add(map(f)));
    after.forEach(f -> is.add(map(f)));
    was.removeIf(old -> take(is, old));
    for (Map<String, Object> old : was) {
      Map<String, Object> now = is.isEmpty() ? null : is.remove(0);
      if (now != null) {
        changed(object, path, old, now);
      } else if (vouched(basis(old))) {
        String change = objectGone ? "the object is gone" : "nobody vouches for it any more";
        note(EntryKinds.ATTESTATION_REMOVED, object, path, change, old, null);
      }
    }
    for (Map<String, Object> now : is) {
      if (vouched(basis(now))) {
        note(EntryKinds.ATTESTATION_CHANGED, object, path, "it is new", null, now);
      }
    }
  }

  private static boolean take(List<Map<String, Object>> from, Map<String, Object> same) {
    for (int i = 0; i < from.size(); i++) {
      if (Objects.equals(from.get(i).get(ProvenFacts.SAYS), same.get(ProvenFacts.SAYS))
          && Objects.equals(from.get(i).get(ProvenFacts.SAID), same.get(ProvenFacts.SAID))) {
        from.remove(i);
        return true;
      }
    }
    return false;
  }

  private void changed(
      String object, String path, Map<String, Object> old, Map<String, Object> now) {
    Basis before = basis(old);
    Basis after = basis(now);
    if (!vouched(before) && !vouched(after)) {
      return;
    }
    List<String> changes = new ArrayList<>();
    if (before != after) {
      changes.add("basis was " + before + " and is " + after);
    }
    if (!Objects.equals(old.get(ProvenFacts.SAYS), now.get(ProvenFacts.SAYS))) {
      changes.add("it says something else");
    }
    Object day = old.get(ProvenFacts.AS_OF);
    if (!Objects.equals(day, now.get(ProvenFacts.AS_OF))) {
      changes.add("asOf was " + said(day) + " and is " + said(now.get(ProvenFacts.AS_OF)));
    }
    if (changes.isEmpty()) {
      changes.add("its source is another");
    }
    note(
        vouched(before) && after.compareTo(before) > 0
            ? EntryKinds.ATTESTATION_REMOVED
            : EntryKinds.ATTESTATION_CHANGED,
        object,
        path,
        String.join(", ", changes),
        old,
        now);
  }

  private void note(
      String kind,
      String object,
      String path,
      String change,
      @Nullable Map<String, Object> old,
      @Nullable Map<String, Object> now) {
    TreeMap<String, String> content = named(object);
    content.put("fact", path);
    content.put("change", change);
    Map<String, Object> about = old == null ? Objects.requireNonNull(now) : old;
    content.put("basis", basis(about).name());
    for (String field : List.of(ProvenFacts.AS_OF, ProvenFacts.CHECKED_BY)) {
      if (about.get(field) != null) {
        content.put(field, String.valueOf(about.get(field)));
      }
    }
    if (old != null) {
      content.put("was", String.valueOf(old.get(ProvenFacts.SAYS)));
    }
    if (now != null) {
      content.put("is", String.valueOf(now.get(ProvenFacts.SAYS)));
    }
    notes.add(new ChainNote(kind, content));
  }

  private static TreeMap<String, String> named(String object) {
    TreeMap<String, String> content = new TreeMap<>();
    content.put("kind", object.substring(0, object.indexOf('/')));
    content.put("name", object.substring(object.indexOf('/') + 1));
    return content;
  }

  private static boolean vouched(Basis basis) {
    return basis != Basis.Assumption;
  }

  /** One that nobody knows is as good as none, as the engine reads it. */
  private static Basis basis(@Nullable Object fact) {
    String name = String.valueOf(map(fact).get(ProvenFacts.BASIS));
    for (Basis basis : Basis.values()) {
      if (basis.name().equals(name)) {
        return basis;
      }
    }
    return Basis.Assumption;
  }

  private static Map<String, Object> facts(@Nullable Object object) {
    return object == null ? Map.of() : map(map(object).get(FACTS));
  }

  private static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> ? JsonTree.asObject(value) : Map.of();
  }

  private static List<Object> list(@Nullable Object value) {
    return value instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }

  private static String said(@Nullable Object value) {
    return value == null ? "not given" : String.valueOf(value);
  }
}
