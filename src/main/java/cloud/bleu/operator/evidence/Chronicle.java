package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.Kinds;
import cloud.bleu.evidence.chain.Note;
import cloud.bleu.evidence.change.StandingNotes;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is to record of a pass beside its decisions: that somebody decides at all, what runs
 * in breach, which waivers count and what runs on them. A process that begins says all of that
 * again. Live drills and break-glasses are recorded too, each step once: a process that begins goes
 * on with them.
 */
final class Chronicle {

  private final Duration heartbeat;

  /** What is recorded to be so. */
  private Set<Note> standing = new LinkedHashSet<>();

  /** What notes of the last look end, of what is recorded to be so or stood before. */
  private final Map<Note, Note> ends = new HashMap<>();

  /** What will be, once the notes of the last look are committed. */
  private @Nullable Set<Note> looked;

  private @Nullable Instant last;

  /** What stood in the chain when this process began to write it. */
  private List<Note> carried = new ArrayList<>();

  private @Nullable Instant carriedAt;

  Chronicle(Duration heartbeat) {
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
  synchronized void carriesOn(List<Note> stood, @Nullable Instant recorded) {
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
  synchronized List<Note> notes(Estate estate, Plan plan, LifeNotes lives, Instant now) {
    List<Note> notes = new ArrayList<>();
    Instant before = last;
    if (before != null && now.isAfter(before.plus(heartbeat.multipliedBy(2)))) {
      notes.add(
          Note.of(
              Kinds.GAP,
              Map.of(
                  "from", before.truncatedTo(ChronoUnit.SECONDS).toString(),
                  "to", now.truncatedTo(ChronoUnit.SECONDS).toString())));
    }
    Set<Note> breaches = breaches(plan);
    Set<Note> next = new LinkedHashSet<>(breaches);
    next.addAll(lives.standing());
    ends.clear();
    List<Note> over = new ArrayList<>();
    for (Note was : carried) {
      Note ended = lives.stillSays(was) ? null : lives.endedMeanwhile(was, carriedAt, now);
      if (ended != null) {
        (StandingNotes.isOfDrill(was) ? over : notes).add(ended);
        ends.put(ended, was);
      }
    }
    next.stream().filter(n -> !standing.contains(n) && !isSaid(n)).forEach(notes::add);
    notes.addAll(over);
    for (Note was : standing) {
      Note ended = next.contains(was) ? null : ended(was, lives);
      if (ended != null) {
        notes.add(ended);
        ends.put(ended, was);
      }
    }
    looked = next;
    if (before == null || !now.isBefore(before.plus(heartbeat))) {
      notes.add(heartbeat(estate, plan, breaches.size()));
    }
    return notes;
  }

  /** Whether a step of a drill or a break-glass is in the chain: who takes over goes on with it. */
  private boolean isSaid(Note note) {
    return StandingNotes.isOfDrill(note) && carried.contains(note)
        || StandingNotes.isOfBreakGlass(note)
            && carried.stream().anyMatch(was -> StandingNotes.isSameBreakGlass(was, note));
  }

  /** The entry that something is not so any more; null where what comes after it says that. */
  private static @Nullable Note ended(Note was, LifeNotes lives) {
    return was.kind().equals(Kinds.VIOLATION)
        ? new Note(Kinds.VIOLATION_ENDED, was.content())
        : lives.ended(was);
  }

  /**
   * Takes a note as recorded.
   *
   * @param time of its entry, null when that has none
   */
  synchronized void committed(Note note, @Nullable Instant time) {
    Note was = ends.get(note);
    if (was != null) {
      standing.remove(was);
      carried.remove(was);
    }
    if (looked != null && looked.contains(note)) {
      standing.add(note);
    }
    if (note.kind().equals(Kinds.HEARTBEAT) || note.kind().equals(Kinds.GAP)) {
      last(time);
    }
  }

  /** Takes all of the last look as recorded. */
  synchronized void end() {
    Set<Note> next = looked;
    if (next != null) {
      standing = next;
      looked = null;
      carried.clear();
    }
  }

  private static Set<Note> breaches(Plan plan) {
    Set<Note> breaches = new LinkedHashSet<>();
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
        breaches.add(new Note(Kinds.VIOLATION, content));
      }
    }
    return breaches;
  }

  private static Note heartbeat(Estate estate, Plan plan, int breaches) {
    long placed = plan.decisions().stream().filter(Decision::placed).count();
    long ruled = estate.workloads().stream().filter(w -> !w.rules().isEmpty()).count();
    return Note.of(
        Kinds.HEARTBEAT,
        Map.of(
            "workloads", Integer.toString(estate.workloads().size()),
            "underRules", Long.toString(ruled),
            "placed", Long.toString(placed),
            "zones", Integer.toString(estate.zones().size()),
            "breaches", Integer.toString(breaches)));
  }
}
