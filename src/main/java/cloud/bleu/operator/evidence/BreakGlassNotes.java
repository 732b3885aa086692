package cloud.bleu.operator.evidence;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compares the break-glasses of a pass with what the chain says of them: opened, countersigned, a
 * signature withdrawn, not countersigned, ended. Each step is recorded once, whoever leads. Ending
 * a break-glass that set policies aside without a second signature does not hide the violation: it
 * is recorded before the end. Persons stand under pseudonyms, the reason as its SHA-256.
 */
final class BreakGlassNotes {

  private static final Set<String> SIGNATURES =
      Set.of(EntryKinds.BREAK_GLASS_COUNTERSIGNED, EntryKinds.BREAK_GLASS_WITHDRAWN);

  /**
   * What there is to record.
   *
   * @param says entries, those of what ended first
   * @param ends what the chain says no more once it has such an entry
   * @param stands what the chain says once it has all of them
   */
  record Turn(List<ChainNote> says, Map<ChainNote, List<ChainNote>> ends, Set<ChainNote> stands) {}

  /** Break-glasses that are not over, and all that have expired. */
  private final Map<String, OpenBreakGlass> current = new LinkedHashMap<>();

  private final Map<String, OpenBreakGlass> expired = new HashMap<>();
  private final Map<WorkloadId, String> uids = new HashMap<>();
  private final SortedMap<WorkloadId, BreakGlassStatus> standings;
  private final BiPredicate<String, String> mayBe;

  /**
   * @param pseudonym of a person
   * @param mayBe whether a pseudonym that the chain has may stand for a person
   */
  BreakGlassNotes(
      List<BleuWorkload> workloads,
      SortedMap<WorkloadId, BreakGlassStatus> standings,
      UnaryOperator<String> pseudonym,
      BiPredicate<String, String> mayBe) {
    this.standings = standings;
    this.mayBe = mayBe;
    workloads.forEach(
        w -> uids.put(ObjectRef.workload(w), String.valueOf(w.getMetadata().getUid())));
    standings.forEach(
        (id, is) -> {
          BreakGlass glass = is.glass();
          if (glass != null) {
            stands(content(id, glass, pseudonym), glass, is.signatures(), pseudonym);
          }
        });
  }

  private void stands(
      SortedMap<String, String> content,
      BreakGlass glass,
      BreakGlassState state,
      UnaryOperator<String> pseudonym) {
    ChainNote opened = new ChainNote(EntryKinds.BREAK_GLASS_OPENED, content);
    if (state == BreakGlassState.Expired) {
      expired.put(NotesInForce.breakGlass(opened), new OpenBreakGlass(state, glass, opened, null));
      return;
    }
    ChainNote countersigned = null;
    String second = glass.countersignedBy();
    if (second != null) {
      SortedMap<String, String> signed = new TreeMap<>(content);
      signed.put(OpenBreakGlass.COUNTERSIGNED_BY, pseudonym.apply(second));
      countersigned = new ChainNote(EntryKinds.BREAK_GLASS_COUNTERSIGNED, signed);
    }
    current.put(
        NotesInForce.breakGlass(opened), new OpenBreakGlass(state, glass, opened, countersigned));
  }

  private SortedMap<String, String> content(
      WorkloadId id, BreakGlass glass, UnaryOperator<String> pseudonym) {
    return new TreeMap<>(
        Map.of(
            "namespace",
            id.namespace(),
            "workload",
            id.name(),
            "uid",
            uids.getOrDefault(id, ""),
            "zone",
            glass.zone(),
            "from",
            glass.from().toString(),
            "until",
            glass.until().toString(),
            "reason",
            "sha256:" + Digest.hexOf(glass.reason()),
            OpenBreakGlass.OPENED_BY,
            pseudonym.apply(glass.by())));
  }

  /**
   * What there is to record.
   *
   * @param said what the chain says of break-glasses
   */
  Turn turn(Collection<ChainNote> said, Instant now) {
    Turn turn = new Turn(new ArrayList<>(), new HashMap<>(), new LinkedHashSet<>());
    Map<String, List<ChainNote>> lives = new LinkedHashMap<>();
    said.forEach(
        note ->
            lives
                .computeIfAbsent(NotesInForce.breakGlass(note), key -> new ArrayList<>())
                .add(note));
    lives.forEach((key, life) -> recognize(life, lives.keySet()));
    lives.forEach(
        (key, life) -> {
          if (!current.containsKey(key)) {
            end(life, turn, now);
          }
        });
    current.forEach((key, is) -> goesOn(is, lives.getOrDefault(key, List.of()), turn));
    return turn;
  }

  /**
   * A name has another pseudonym once the salt of the one in the chain is lost, or if a build
   * without a salt made it. That alone makes no other break-glass and no other signature: what is
   * there goes on under the pseudonyms that the chain has.
   */
  private void recognize(List<ChainNote> life, Set<String> recorded) {
    for (Map<String, OpenBreakGlass> some : List.of(current, expired)) {
      for (OpenBreakGlass is : List.copyOf(some.values())) {
        String key = NotesInForce.breakGlass(is.opened());
        String opener = life.get(0).content().getOrDefault(OpenBreakGlass.OPENED_BY, "");
        OpenBreakGlass under = is.under(opener, second(is, life));
        String as = NotesInForce.breakGlass(under.opened());
        boolean same = as.equals(NotesInForce.breakGlass(life.get(0)));
        if (same
            && (as.equals(key) || !recorded.contains(key) && mayBe.test(opener, is.glass().by()))) {
          some.remove(key);
          some.put(as, under);
        }
      }
    }
  }

  /** The pseudonym by which the chain has the second signature; null: it has another or none. */
  private @Nullable String second(OpenBreakGlass is, List<ChainNote> life) {
    String name = is.glass().countersignedBy();
    return life.stream()
        .filter(note -> note.kind().equals(EntryKinds.BREAK_GLASS_COUNTERSIGNED))
        .map(note -> note.content().getOrDefault(OpenBreakGlass.COUNTERSIGNED_BY, ""))
        .filter(pseudonym -> name != null && mayBe.test(pseudonym, name))
        .findFirst()
        .orElse(null);
  }

  private static void goesOn(OpenBreakGlass is, List<ChainNote> life, Turn turn) {
    if (is.state() == BreakGlassState.Unchecked) {
      // Nobody checked the names in it: nothing new is said of them, and nothing is taken back.
      turn.stands().addAll(life);
      return;
    }
    say(is.opened(), life, List.of(), turn);
    ChainNote second = is.countersigned();
    if (second != null) {
      say(second, life, life.stream().filter(BreakGlassNotes::isOfSignature).toList(), turn);
    }
    for (ChainNote note : life) {
      if (note.kind().equals(EntryKinds.BREAK_GLASS_UNSIGNED)
          || second == null && note.kind().equals(EntryKinds.BREAK_GLASS_WITHDRAWN)) {
        turn.stands().add(note);
      } else if (second == null && note.kind().equals(EntryKinds.BREAK_GLASS_COUNTERSIGNED)) {
        ChainNote withdrawn = new ChainNote(EntryKinds.BREAK_GLASS_WITHDRAWN, note.content());
        say(withdrawn, life, List.of(note), turn);
      }
    }
    if (is.state() == BreakGlassState.Unsigned && mayBeUnsigned(life)) {
      say(unsigned(is.opened()), life, List.of(), turn);
    }
  }

  /** Says a note unless the chain does. */
  private static void say(ChainNote note, List<ChainNote> life, List<ChainNote> ends, Turn turn) {
    ChainNote before =
        life.stream()
            .filter(was -> NotesInForce.isSameBreakGlass(was, note))
            .findFirst()
            .orElse(null);
    turn.stands().add(before == null ? note : before);
    if (before == null) {
      turn.says().add(note);
      turn.ends().put(note, ends);
    }
  }

  private void end(List<ChainNote> life, Turn turn, Instant now) {
    ChainNote opened =
        life.stream()
            .filter(note -> note.kind().equals(EntryKinds.BREAK_GLASS_OPENED))
            .findFirst()
            .orElse(null);
    if (opened == null) {
      return;
    }
    List<ChainNote> over = new ArrayList<>(life);
    TreeMap<String, String> content = new TreeMap<>(opened.content());
    String as = as(opened);
    content.put("as", as);
    if (!as.equals("Expired") && hadBegun(opened, now) && mayBeUnsigned(life)) {
      ChainNote unsigned = unsigned(opened);
      turn.says().add(unsigned);
      turn.stands().add(unsigned);
      over.add(unsigned);
    }
    ChainNote ended = new ChainNote(EntryKinds.BREAK_GLASS_ENDED, content);
    turn.says().add(ended);
    turn.ends().put(ended, over);
  }

  private static ChainNote unsigned(ChainNote opened) {
    return new ChainNote(EntryKinds.BREAK_GLASS_UNSIGNED, opened.content());
  }

  /** Whether the chain knows of no second signature, and has not said so. */
  private static boolean mayBeUnsigned(List<ChainNote> life) {
    return life.stream()
        .noneMatch(
            note -> isOfSignature(note) || note.kind().equals(EntryKinds.BREAK_GLASS_UNSIGNED));
  }

  private static boolean isOfSignature(ChainNote note) {
    return SIGNATURES.contains(note.kind());
  }

  /** Whether it had set policies aside: both instants are written to the second. */
  private static boolean hadBegun(ChainNote opened, Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS)
            .toString()
            .compareTo(opened.content().getOrDefault("from", ""))
        >= 0;
  }

  private String as(ChainNote opened) {
    WorkloadId id =
        new WorkloadId(
            opened.content().getOrDefault("namespace", ""),
            opened.content().getOrDefault("workload", ""));
    if (!opened.content().getOrDefault("uid", "").equals(uids.get(id))) {
      return "Deleted";
    }
    if (standings.get(id) == null) {
      return "Removed";
    }
    return expired.containsKey(NotesInForce.breakGlass(opened)) ? "Expired" : "Replaced";
  }
}
