package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded of a pass beside its decisions: that somebody decides at all, what runs in
 * breach, which waivers count and what runs on them. A process that begins records all of that
 * again. Live drills and break-glasses are recorded too, each step once, also across processes.
 */
final class PassNotes {

  private final Duration heartbeat;

  /** What is recorded to be so. */
  private Set<ChainNote> standing = new LinkedHashSet<>();

  /** What notes of the last look end, of what is recorded to be so or stood before. */
  private final Map<ChainNote, List<ChainNote>> ends = new HashMap<>();

  /** What will be, once the notes of the last look are committed. */
  private @Nullable Set<ChainNote> looked;

  private @Nullable Instant last;

  /** What stood in the chain when this process began to write it. */
  private List<ChainNote> carried = new ArrayList<>();

  private @Nullable Instant carriedAt;

  PassNotes(Duration heartbeat) {
    this.heartbeat = heartbeat;
  }

  /** Says when something was recorded last, by whom ever. */
  synchronized void last(@Nullable Instant recorded) {
    if (recorded != null && (last == null || recorded.isAfter(last))) {
      last = recorded;
    }
  }

  /**
   * Says which waivers and break-glasses stood in the chain, what ran on them, and which drills
   * were recorded, when this process began to write it.
   *
   * @param recorded time of the last entry, null when nobody knows
   */
  synchronized void carriesOn(List<ChainNote> stood, @Nullable Instant recorded) {
    carried = new ArrayList<>(stood);
    carriedAt = recorded;
  }

  /** When the next heartbeat is due; at once if nobody knows when there was one. */
  synchronized Instant next(Instant now) {
    return last == null ? now : last.plus(heartbeat);
  }

  /**
   * What is to be recorded; nothing of it is taken as recorded before {@link #committed} or {@link
   * #end}.
   */
  synchronized List<ChainNote> notes(Estate estate, Plan plan, LifecycleNotes lives, Instant now) {
    List<ChainNote> notes = new ArrayList<>();
    Instant before = last;
    if (before != null && now.isAfter(before.plus(heartbeat.multipliedBy(2)))) {
      notes.add(
          ChainNote.of(
              EntryKinds.GAP,
              Map.of(
                  "from", before.truncatedTo(ChronoUnit.SECONDS).toString(),
                  "to", now.truncatedTo(ChronoUnit.SECONDS).toString())));
    }
    Set<ChainNote> breaches = breaches(plan);
    standing.stream()
        .filter(was -> was.kind().equals(EntryKinds.VIOLATION))
        .filter(was -> lives.lingering().goesOn(was, plan))
        .forEach(breaches::add);
    Set<ChainNote> next = new LinkedHashSet<>(breaches);
    next.addAll(lives.standing());
    ends.clear();
    List<ChainNote> over = new ArrayList<>();
    BreakGlassNotes.Turn glasses = lives.breakGlass().turn(glassesSaid(), now);
    notes.addAll(glasses.says());
    ends.putAll(glasses.ends());
    for (ChainNote was : withoutGlasses(carried)) {
      ChainNote ended = lives.stillSays(was) ? null : lives.endedMeanwhile(was, carriedAt, now);
      if (ended != null) {
        (NotesInForce.isOfDrill(was) ? over : notes).add(ended);
        ends.put(ended, List.of(was));
      }
    }
    next.stream().filter(n -> !standing.contains(n) && !isSaid(n)).forEach(notes::add);
    notes.addAll(over);
    for (ChainNote was : withoutGlasses(standing)) {
      ChainNote ended = next.contains(was) ? null : ended(was, lives);
      if (ended != null) {
        notes.add(ended);
        ends.put(ended, List.of(was));
      }
    }
    next.addAll(glasses.stands());
    looked = next;
    if (before == null || !now.isBefore(before.plus(heartbeat))) {
      notes.add(heartbeat(estate, plan, breaches.size()));
    }
    return notes;
  }

  /** Whether a step of a drill is in the chain: who takes over goes on with it. */
  private boolean isSaid(ChainNote note) {
    return NotesInForce.isOfDrill(note) && carried.contains(note);
  }

  /** What the chain says of break-glasses. */
  private Set<ChainNote> glassesSaid() {
    Set<ChainNote> said = new LinkedHashSet<>(carried);
    said.addAll(standing);
    said.removeIf(note -> !NotesInForce.isOfBreakGlass(note));
    return said;
  }

  private static List<ChainNote> withoutGlasses(Collection<ChainNote> notes) {
    return notes.stream().filter(note -> !NotesInForce.isOfBreakGlass(note)).toList();
  }

  /** The entry that something is not so any more; null where what comes after it says that. */
  private static @Nullable ChainNote ended(ChainNote was, LifecycleNotes lives) {
    return was.kind().equals(EntryKinds.VIOLATION)
        ? new ChainNote(EntryKinds.VIOLATION_ENDED, was.content())
        : lives.ended(was);
  }

  /**
   * Takes a note as recorded.
   *
   * @param time of its entry, null when that has none
   */
  synchronized void committed(ChainNote note, @Nullable Instant time) {
    List<ChainNote> over = ends.getOrDefault(note, List.of());
    standing.removeAll(over);
    carried.removeAll(over);
    if (looked != null) {
      looked.removeAll(over);
      if (looked.contains(note)) {
        standing.add(note);
      }
    }
    if (note.kind().equals(EntryKinds.HEARTBEAT) || note.kind().equals(EntryKinds.GAP)) {
      last(time);
    }
  }

  /** Takes all of the last look as recorded. */
  synchronized void end() {
    Set<ChainNote> next = looked;
    if (next != null) {
      standing = next;
      looked = null;
      carried.clear();
    }
  }

  private static Set<ChainNote> breaches(Plan plan) {
    Set<ChainNote> breaches = new LinkedHashSet<>();
    for (Decision decision : plan.decisions()) {
      for (Verdict v : decision.violations()) {
        SortedMap<String, String> content = new TreeMap<>();
        content.put("namespace", decision.id().namespace());
        content.put("name", decision.id().name());
        content.put("zone", v.zone());
        content.put("rule", v.rule());
        content.put("result", v.result().name());
        content.put("code", v.code());
        content.put("origin", v.origin().name());
        if (v.policy() != null) {
          content.put("policy", v.policy());
        }
        if (!v.requirements().isEmpty()) {
          content.put("requirements", String.join(", ", v.requirements()));
        }
        breaches.add(new ChainNote(EntryKinds.VIOLATION, content));
      }
    }
    return breaches;
  }

  private static ChainNote heartbeat(Estate estate, Plan plan, int breaches) {
    long placed = plan.decisions().stream().filter(Decision::placed).count();
    long ruled = estate.workloads().stream().filter(w -> !w.rules().isEmpty()).count();
    return ChainNote.of(
        EntryKinds.HEARTBEAT,
        Map.of(
            "workloads", Integer.toString(estate.workloads().size()),
            "underRules", Long.toString(ruled),
            "placed", Long.toString(placed),
            "zones", Integer.toString(estate.zones().size()),
            "breaches", Integer.toString(breaches)));
  }
}
