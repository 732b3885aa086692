package cloud.bleu.operator;

import cloud.bleu.evidence.Kinds;
import cloud.bleu.evidence.Note;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Plan;
import cloud.bleu.placement.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is to record of a pass beside its decisions: that somebody decides at all, and what
 * runs in breach. A process that begins says again what runs in breach.
 */
final class Chronicle {

  private final Duration heartbeat;
  private final Set<Note> inBreach = new HashSet<>();
  private @Nullable Instant last;

  Chronicle(Duration heartbeat) {
    this.heartbeat = heartbeat;
  }

  /** Says when something was recorded last, by whom ever. */
  synchronized void last(@Nullable Instant recorded) {
    if (recorded != null && (last == null || recorded.isAfter(last))) {
      last = recorded;
    }
  }

  /** When the next heartbeat is due; at once if nobody knows when there was one. */
  synchronized Instant next(Instant now) {
    return last == null ? now : last.plus(heartbeat);
  }

  /** What is to be recorded; nothing is taken as recorded before {@link #committed}. */
  synchronized List<Note> notes(Estate estate, Plan plan, Instant now) {
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
    breaches.stream().filter(b -> !inBreach.contains(b)).forEach(notes::add);
    for (Note ended : inBreach) {
      if (!breaches.contains(ended)) {
        notes.add(new Note(Kinds.VIOLATION_ENDED, ended.content()));
      }
    }
    if (before == null || !now.isBefore(before.plus(heartbeat))) {
      notes.add(heartbeat(estate, plan, breaches.size()));
    }
    return notes;
  }

  /** Takes notes as recorded. */
  synchronized void committed(List<Note> notes, Instant now) {
    for (Note note : notes) {
      switch (note.kind()) {
        case Kinds.VIOLATION -> inBreach.add(note);
        case Kinds.VIOLATION_ENDED -> inBreach.remove(new Note(Kinds.VIOLATION, note.content()));
        case Kinds.HEARTBEAT, Kinds.GAP -> last(now);
        default -> {}
      }
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
