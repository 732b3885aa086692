package cloud.bleu.assess.wave;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The plans for one wave at one instant after the other, from today on. */
final class TrialSeries {

  /**
   * Days on which the wave may go, one after the other.
   *
   * @param before the plan before the first of them; null: it is the first
   * @param until the last day, which may end before it is over; null: none was found
   * @param first the plan of the first day
   * @param last the last plan in which all is placed
   * @param after the first one after it in which something is not; null: none was found
   */
  record Stretch(
      LocalDate from,
      @Nullable LocalDate until,
      @Nullable Trial before,
      Trial first,
      Trial last,
      @Nullable Trial after) {}

  private final WaveSimulation simulation;
  private final FactSentence sentence;
  private final Instant now;
  private final List<WorkloadId> ids;
  private final List<WorkloadId> own;
  private final @Nullable LocalDate asked;
  private final Map<WorkloadId, Map<FactSentence.Closing, Verdict>> always = new HashMap<>();

  /** The instants at which no zone was open, so that nothing was planned. */
  private final List<Instant> passed = new ArrayList<>();

  private int looked;
  private boolean isCut;
  private @Nullable Trial today;
  private @Nullable Trial previous;

  /** The last instant at which no zone was open, where nothing was planned since. */
  private @Nullable Instant shut;

  private @Nullable Stretch earlier;
  private @Nullable Stretch chosen;

  /**
   * Plans the wave that was planned last.
   *
   * @param ids of its workloads, and of those that it needs
   * @param own of its workloads alone, which stand nowhere yet
   * @param asked the day on which it is to go; null: as soon as it may
   * @param most how many instants are planned
   */
  TrialSeries(
      WaveSimulation simulation,
      Instant now,
      List<WorkloadId> ids,
      List<WorkloadId> own,
      @Nullable LocalDate asked,
      int most) {
    this.simulation = simulation;
    sentence = new FactSentence(simulation::isOfTarget);
    this.now = now;
    this.ids = List.copyOf(ids);
    this.own = List.copyOf(own);
    this.asked = asked;
    run(most);
  }

  /** How many instants were planned. */
  int looked() {
    return looked;
  }

  /** Whether there are more than were planned. */
  boolean isCut() {
    return isCut;
  }

  /** The days to tell of: those of the day that was asked for, or else the next ones. */
  @Nullable Stretch chosen() {
    return chosen;
  }

  private void run(int most) {
    List<Instant> instants = new ArrayList<>(List.of(now));
    instants.addAll(simulation.timeline().after(now, ids));
    Trial before = null;
    Trial first = null;
    for (Instant at : instants) {
      boolean isShut = at.isAfter(now) && simulation.timeline().isShut(at, own);
      if (!isShut && looked == most) {
        isCut = true;
        break;
      }
      Trial trial = isShut ? null : simulation.trial(at);
      looked += isShut ? 0 : 1;
      boolean isOpen = trial != null && trial.isWhole(ids);
      if (isOpen && first == null) {
        before = shut == null ? previous : simulation.unplanned(shut);
        first = trial;
      }
      Trial last = previous;
      if (!isOpen && first != null && last != null) {
        Trial after = trial == null ? simulation.unplanned(at) : trial;
        if (take(stretch(before, first, last, after))) {
          return;
        }
        first = null;
      }
      if (trial == null) {
        passed.add(at);
        shut = at;
      } else {
        seen(trial);
      }
    }
    Trial last = previous;
    if (first != null && last != null) {
      take(stretch(before, first, last, null));
    }
    if (chosen == null) {
      chosen = earlier;
    }
  }

  private void seen(Trial trial) {
    for (WorkloadId id : ids) {
      Map<FactSentence.Closing, Verdict> closings = sentence.closings(trial, id);
      Map<FactSentence.Closing, Verdict> known = always.get(id);
      if (known == null) {
        always.put(id, closings);
      } else {
        known.keySet().retainAll(closings.keySet());
      }
    }
    today = today == null ? trial : today;
    previous = trial;
    shut = null;
  }

  /** Whether the search has an end with this. */
  private boolean take(Stretch stretch) {
    if (stretch.until() != null && stretch.until().isBefore(stretch.from())) {
      return false;
    }
    if (asked == null || has(stretch, asked) || stretch.from().isAfter(asked)) {
      chosen = stretch;
      return true;
    }
    earlier = stretch;
    return false;
  }

  /** Whether it is known that a day is one of these. */
  private boolean has(Stretch stretch, LocalDate day) {
    LocalDate last = stretch.until() == null ? lastDay() : stretch.until();
    return !day.isBefore(stretch.from()) && last != null && !day.isAfter(last);
  }

  private Stretch stretch(@Nullable Trial before, Trial first, Trial last, @Nullable Trial after) {
    return new Stretch(
        firstDay(first.estate().now()),
        after == null ? null : day(after.estate().now().minusNanos(1)),
        before,
        first,
        last,
        after);
  }

  private LocalDate firstDay(Instant at) {
    LocalDate day = day(at);
    boolean isWhole = !at.isAfter(day.atStartOfDay(ZoneRule.PARIS).toInstant());
    return isWhole || at.equals(now) ? day : day.plusDays(1);
  }

  private LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneRule.PARIS);
  }

  /** The last day that was looked at; null: none was. */
  @Nullable LocalDate lastDay() {
    Trial last = previous;
    if (last == null || !isCut) {
      return last == null ? null : simulation.timeline().last();
    }
    return day(shut == null ? last.estate().now() : shut);
  }

  /** The facts that begin on its first day. */
  Set<String> begins(Stretch stretch) {
    Trial before = stretch.before();
    return before == null ? Set.of() : sentence.begins(before, stretch.first(), ids);
  }

  /** The facts that end after its last day, or in the middle of it. */
  List<String> ends(Stretch stretch) {
    Trial after = stretch.after();
    if (after == null) {
      return List.of();
    }
    ZonedDateTime end = after.estate().now().atZone(ZoneRule.PARIS);
    String when =
        end.toLocalTime().equals(LocalTime.MIDNIGHT)
            ? ""
            : "on "
                + end.toLocalDate()
                + " at "
                + end.toLocalTime().truncatedTo(ChronoUnit.MINUTES)
                + ": ";
    return sentence.ends(stretch.last(), after, ids).stream().map(e -> when + e).toList();
  }

  /** The codes that stand against a workload today and no longer on the first day; sorted. */
  Set<String> lifted(WorkloadId id, Stretch stretch) {
    Trial first = today;
    Set<String> codes = new TreeSet<>();
    if (first != null) {
      codes.addAll(sentence.codes(first, id));
      codes.removeAll(sentence.codes(stretch.first(), id));
    }
    return codes;
  }

  /** What is wrong with the day that was asked for; empty: nothing. */
  String date() {
    LocalDate day = asked;
    Stretch stretch = chosen;
    LocalDate last = lastDay();
    if (day == null || last == null || stretch != null && has(stretch, day)) {
      return "";
    }
    if (day.isAfter(last)) {
      return day + " was not looked at: days after " + last + " were not";
    }
    if (stretch == null) {
      return "";
    }
    LocalDate until = stretch.until();
    if (until != null && day.isAfter(until)) {
      return day + " is " + days(until, day) + " too late: a fact ends after " + until;
    }
    Stretch before = earlier;
    return day
        + " is "
        + days(day, stretch.from())
        + " too early: the facts let it go from "
        + stretch.from()
        + " on"
        + (before == null || before.until() == null
            ? ""
            : ", and before that until " + before.until());
  }

  private static String days(LocalDate from, LocalDate until) {
    long days = ChronoUnit.DAYS.between(from, until);
    return days + (days == 1 ? " day" : " days");
  }

  /** What stands against it on every day that was looked at; else what does today. */
  Set<String> missing() {
    Trial trial = today;
    Set<String> all = new LinkedHashSet<>();
    if (trial == null) {
      return all;
    }
    for (WorkloadId id : ids) {
      Map<FactSentence.Closing, Verdict> closings = always.getOrDefault(id, Map.of());
      simulation.timeline().retain(closings, passed, id);
      if (!trial.isWhole(id) && !closings.isEmpty()) {
        all.addAll(sentence.missing(trial, id, closings));
      }
    }
    for (WorkloadId id : all.isEmpty() ? ids : List.<WorkloadId>of()) {
      if (!trial.isWhole(id)) {
        all.addAll(sentence.missing(trial, id, sentence.closings(trial, id)));
      }
    }
    return all;
  }
}
