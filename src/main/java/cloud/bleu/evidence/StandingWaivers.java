package cloud.bleu.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which waivers are approved or in force and what runs on them, as the chain says: whoever begins
 * to write can tell what ended while nobody did. Used by one thread.
 */
public final class StandingWaivers {

  /** Of a use: what tells one from another. */
  private static final List<String> USE =
      List.of("namespace", "waiver", "uid", "workload", "zone", "rule", "code", "policy");

  private static final Set<String> KINDS =
      Set.of(
          Kinds.WAIVER_APPROVED,
          Kinds.WAIVER_IN_FORCE,
          Kinds.WAIVER_ENDED,
          Kinds.WAIVER_USED,
          Kinds.WAIVER_USE_ENDED);

  private final Map<String, Note> standing = new TreeMap<>();
  private long upTo;

  /** What stands when nothing has been said. */
  public StandingWaivers() {}

  /** The same, to be gone on with apart. */
  public StandingWaivers(StandingWaivers other) {
    standing.putAll(other.standing);
    upTo = other.upTo;
  }

  /** Which waiver a note is about. */
  public static String waiver(Note note) {
    return key(note.content(), USE.subList(0, 3));
  }

  /** What is so, each as it was recorded last. */
  public List<Note> notes() {
    return List.copyOf(standing.values());
  }

  /**
   * Takes in the next entry; those that it has taken already are left out.
   *
   * @return whether that changed what stands
   */
  public boolean take(ChainLine line) {
    if (line.sequence() <= upTo) {
      return false;
    }
    upTo = line.sequence();
    if (!KINDS.contains(line.kind())) {
      return false;
    }
    Note note = Note.read(line.text());
    boolean use =
        line.kind().equals(Kinds.WAIVER_USED) || line.kind().equals(Kinds.WAIVER_USE_ENDED);
    String key = use ? key(note.content(), USE) : waiver(note);
    if (line.kind().equals(Kinds.WAIVER_ENDED) || line.kind().equals(Kinds.WAIVER_USE_ENDED)) {
      return standing.remove(key) != null;
    }
    return !note.equals(standing.put(key, note));
  }

  private static String key(Map<String, String> content, List<String> fields) {
    List<String> key = new ArrayList<>();
    fields.forEach(f -> key.add(content.getOrDefault(f, "")));
    return String.join(" ", key);
  }

  /** The number of the last entry that was taken in. */
  long upTo() {
    return upTo;
  }

  /** As canonical JSON. */
  String text() {
    List<Object> notes = new ArrayList<>();
    standing.values().forEach(n -> notes.add(JsonTree.parse(n.text())));
    return CanonicalJson.text(Map.of("upTo", upTo, "standing", notes));
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static StandingWaivers read(String text) {
    Map<String, Object> fields = JsonTree.object(text);
    StandingWaivers waivers = new StandingWaivers();
    if (!(fields.get("upTo") instanceof Long upTo)
        || !(fields.get("standing") instanceof List<?> notes)) {
      throw new IllegalArgumentException("it does not say what stands");
    }
    waivers.upTo = upTo;
    for (Object one : notes) {
      Note note = Note.read(CanonicalJson.text(one));
      boolean use = note.kind().equals(Kinds.WAIVER_USED);
      waivers.standing.put(use ? key(note.content(), USE) : waiver(note), note);
    }
    return waivers;
  }
}
