package cloud.bleu.assess.wave;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the facts of the target let a wave go, on what is recorded of them: days in Europe/Paris, at
 * whose beginning all of it finds a place, and today where it does now.
 *
 * @param from the first day; null: there is none, or none is known
 * @param until the last day, which may end before it is over as {@code ends} says; null: no
 *     recorded fact ends it, or there is no first one
 * @param begins the facts that begin on the first day
 * @param ends the facts that end after the last day or in the middle of it, with the time there
 * @param missing what no recorded fact lifts
 * @param changes what no longer stands against its workloads on the first day
 * @param date what is wrong with the wave's own date by these facts; empty: nothing, or it has none
 * @param lookedUntil the last day that was looked at; null: none was
 * @param looked how many instants were planned
 * @param rehearsal null: the target has no policy for rehearsals
 */
public record WaveFacts(
    May may,
    @Nullable LocalDate from,
    @Nullable LocalDate until,
    List<String> begins,
    List<String> ends,
    List<String> missing,
    List<Change> changes,
    String date,
    @Nullable LocalDate lookedUntil,
    int looked,
    @Nullable Rehearsal rehearsal) {

  /** When it may go. */
  public enum May {
    /** On the day of the answer. */
    Now,
    /** From a later day on, by a fact that begins then. */
    Later,
    /** On no day, by the facts that are recorded. */
    NoFact,
    /** There are more days to look at than are looked at. */
    NotKnown
  }

  /**
   * What no longer stands against a workload.
   *
   * @param workload as the assessment shows it
   * @param codes sorted
   */
  public record Change(String workload, List<String> codes) {
    public Change {
      codes = List.copyOf(codes);
    }
  }

  public WaveFacts {
    begins = List.copyOf(begins);
    ends = List.copyOf(ends);
    missing = List.copyOf(missing);
    changes = List.copyOf(changes);
  }

  /** The answer in a few words, without the facts. */
  public String headline() {
    String end =
        until != null ? ", until " + until : "; no recorded fact ends that before " + lookedUntil;
    return switch (may) {
      case Now -> "may go now" + end;
      case Later -> "may go from " + from + " on" + end;
      case NoFact ->
          "by no fact that is recorded" + (lookedUntil == null ? "" : " until " + lookedUntil);
      case NotKnown -> "not known: planned at " + looked + " instants, and there are more";
    };
  }

  /** The facts, one a line, after the headline. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    begins.forEach(b -> lines.add("begins: " + b));
    changes.forEach(
        c -> lines.add("no longer against " + c.workload() + ": " + String.join(", ", c.codes())));
    ends.forEach(e -> lines.add("ends: " + e));
    missing.forEach(m -> lines.add("missing: " + m));
    if (!date.isEmpty()) {
      lines.add("the date " + date);
    }
    if (rehearsal != null) {
      lines.add("rehearsal: " + rehearsal.says());
    }
    return List.copyOf(lines);
  }
}
