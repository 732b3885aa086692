package cloud.bleu.evidence.change;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the chain says is in force: waivers that are approved or in force and what runs on them, the
 * live drill that is under way, the last outcome of each drill, and the break-glass that is open.
 * So a process that begins to write can tell what ended while none did, and repeats no entry of a
 * drill or a break-glass. Used by one thread.
 */
public final class NotesInForce {

  /** Of a use: what tells one from another. */
  private static final List<String> USE =
      List.of("namespace", "waiver", "uid", "workload", "zone", "rule", "code", "policy");

  private static final Set<String> KINDS =
      Set.of(
          EntryKinds.WAIVER_APPROVED,
          EntryKinds.WAIVER_IN_FORCE,
          EntryKinds.WAIVER_ENDED,
          EntryKinds.WAIVER_USED,
          EntryKinds.WAIVER_USE_ENDED,
          EntryKinds.DRILL_BEGAN,
          EntryKinds.DRILL_RUN,
          EntryKinds.DRILL_ENDED,
          EntryKinds.BREAK_GLASS_OPENED,
          EntryKinds.BREAK_GLASS_COUNTERSIGNED,
          EntryKinds.BREAK_GLASS_WITHDRAWN,
          EntryKinds.BREAK_GLASS_UNSIGNED,
          EntryKinds.BREAK_GLASS_ENDED);

  private static final Set<String> DRILLS =
      Set.of(EntryKinds.DRILL_BEGAN, EntryKinds.DRILL_RUN, EntryKinds.DRILL_ENDED);

  /** Of a break-glass: what tells one from another. */
  private static final List<String> GLASS =
      List.of("namespace", "workload", "uid", "zone", "from", "until", "reason", "openedBy");

  /** Kinds of which one stands: who signed second, or that nobody does any more. */
  static final Set<String> SECOND =
      Set.of(EntryKinds.BREAK_GLASS_COUNTERSIGNED, EntryKinds.BREAK_GLASS_WITHDRAWN);

  /** The mode of a drill that moves replicas; runs of others are entries that nothing ends. */
  public static final String LIVE = "Live";

  private final Map<String, ChainNote> inForce = new TreeMap<>();
  private long upTo;

  /** What stands when nothing has been said. */
  public NotesInForce() {}

  /**
   * What stands at an entry.
   *
   * @param notes as {@link #notes} gave them
   * @param upTo number of that entry
   */
  public NotesInForce(List<ChainNote> notes, long upTo) {
    notes.forEach(note -> inForce.put(key(note), note));
    this.upTo = upTo;
  }

  /** Which waiver a note is about. */
  public static String waiver(ChainNote note) {
    return key(note.content(), USE.subList(0, 3));
  }

  /** Which break-glass a note is about. */
  public static String breakGlass(ChainNote note) {
    return key(note.content(), GLASS);
  }

  /** What is so, each as it was recorded last. */
  public List<ChainNote> notes() {
    return List.copyOf(inForce.values());
  }

  /** Takes in the next entry; those that it has taken already are left out. */
  public void take(ChainLine line) {
    if (line.sequence() <= upTo) {
      return;
    }
    upTo = line.sequence();
    ChainNote note = note(line);
    if (note == null) {
      return;
    }
    String key = key(note);
    if (line.kind().equals(EntryKinds.DRILL_ENDED)) {
      inForce.remove(key);
    } else if (line.kind().equals(EntryKinds.BREAK_GLASS_ENDED)) {
      forget(note, EntryKinds.OF_BREAK_GLASS);
    } else if (line.kind().equals(EntryKinds.WAIVER_ENDED)
        || line.kind().equals(EntryKinds.WAIVER_USE_ENDED)) {
      inForce.remove(key);
    } else {
      if (SECOND.contains(line.kind())) {
        forget(note, SECOND);
      }
      inForce.put(key, note);
    }
  }

  /**
   * What an entry says of what stands; null when it says nothing of it, as one whose content a
   * webhook took out.
   */
  static @Nullable ChainNote note(ChainLine line) {
    if (!KINDS.contains(line.kind())) {
      return null;
    }
    ChainNote note = ChainNote.of(line);
    boolean isSimulation =
        note != null
            && line.kind().equals(EntryKinds.DRILL_RUN)
            && !LIVE.equals(note.content().get("mode"));
    return isSimulation ? null : note;
  }

  private void forget(ChainNote breakGlass, Set<String> kinds) {
    inForce
        .values()
        .removeIf(
            note -> kinds.contains(note.kind()) && breakGlass(note).equals(breakGlass(breakGlass)));
  }

  /** Whether a note is about a drill. */
  public static boolean isOfDrill(ChainNote note) {
    return DRILLS.contains(note.kind());
  }

  /** Whether a note is about a break-glass. */
  public static boolean isOfBreakGlass(ChainNote note) {
    return EntryKinds.OF_BREAK_GLASS.contains(note.kind());
  }

  /** Whether two notes say the same step of the same break-glass by the same person. */
  public static boolean isSameBreakGlass(ChainNote one, ChainNote other) {
    return one.kind().equals(other.kind()) && key(one).equals(key(other));
  }

  /** What an entry is about: of entries about the same the last one counts. */
  static String key(ChainNote note) {
    if (isOfBreakGlass(note)) {
      return note.kind()
          + " "
          + breakGlass(note)
          + " "
          + note.content().getOrDefault("countersignedBy", "");
    }
    if (isOfDrill(note)) {
      return (note.kind().equals(EntryKinds.DRILL_RUN) ? "ran " : "runs ")
          + note.content().getOrDefault("uid", "");
    }
    return note.kind().equals(EntryKinds.WAIVER_USED)
            || note.kind().equals(EntryKinds.WAIVER_USE_ENDED)
        ? key(note.content(), USE)
        : waiver(note);
  }

  private static String key(Map<String, String> content, List<String> fields) {
    List<String> key = new ArrayList<>();
    fields.forEach(f -> key.add(content.getOrDefault(f, "")));
    return String.join(" ", key);
  }
}
