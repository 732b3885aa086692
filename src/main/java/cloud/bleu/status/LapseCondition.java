package cloud.bleu.status;

import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.status.fact.FactDue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The condition {@code LapseAhead}: present and True while something that holds today will not
 * within 90, 30 or 7 days, which its reason says. It never makes anything Stalled or not Ready.
 */
public final class LapseCondition {

  /** Its type. */
  public static final String TYPE = "LapseAhead";

  private LapseCondition() {}

  /** Of a workload; null when nothing lapses within the farthest notice. */
  static @Nullable DesiredCondition of(@Nullable Lapse lapse, Instant now) {
    Notice notice = lapse == null ? null : Notice.of(now, lapse.on());
    if (lapse == null || notice == null) {
      return null;
    }
    TreeMap<String, TreeSet<String>> zones = new TreeMap<>();
    for (Verdict v : lapse.verdicts()) {
      zones.computeIfAbsent(v.code() + ": " + v.message(), m -> new TreeSet<>()).add(v.zone());
    }
    StringBuilder message = new StringBuilder("in breach from " + day(lapse.on()) + " on");
    zones.forEach(
        (what, where) ->
            message.append("; ").append(String.join(", ", where)).append(": ").append(what));
    if (lapse.moves()) {
      message.append("; its replicas there move away before, within the budget of rebalancing");
    }
    return DesiredCondition.yes(TYPE, notice.name(), message.toString());
  }

  /** Of anything that ends at an instant; null when that is past or farther off than any notice. */
  static @Nullable DesiredCondition of(@Nullable Instant end, String what, Instant now) {
    Notice notice = end == null ? null : Notice.of(now, end);
    return notice == null ? null : DesiredCondition.yes(TYPE, notice.name(), what);
  }

  /** Of the first of several days on which something no longer counts; null as for one instant. */
  static @Nullable DesiredCondition of(List<FactDue> dues, Instant now) {
    FactDue first = null;
    for (FactDue due : dues) {
      Instant end = due.lapse();
      if (end != null
          && end.isAfter(now)
          && (first == null || end.isBefore(java.util.Objects.requireNonNull(first.lapse())))) {
        first = due;
      }
    }
    return first == null ? null : of(first.lapse(), first.sentence(), now);
  }

  /** A day in Europe/Paris where the instant begins one, else the instant. */
  static String day(Instant instant) {
    ZonedDateTime paris = instant.atZone(ZoneRule.PARIS);
    LocalDate day = paris.toLocalDate();
    return paris.toLocalTime().equals(LocalTime.MIDNIGHT) ? day.toString() : instant.toString();
  }
}
