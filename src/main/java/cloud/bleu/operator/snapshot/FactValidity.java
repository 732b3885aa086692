package cloud.bleu.operator.snapshot;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The instants before and after now at which facts that a workload is judged by begin or cease to
 * count: see {@link FactDates}. Days are days in Europe/Paris.
 *
 * @param asOf the last one that has passed, null when none has
 * @param validUntil the next one, null when none is known
 */
public record FactValidity(@Nullable Instant asOf, @Nullable Instant validUntil) {

  private static final ZoneId PARIS = cloud.bleu.placement.estate.ZoneRule.PARIS;

  /** The instants around a given one; one that is now has passed. */
  public static FactValidity at(Instant now, SortedSet<Instant> changes) {
    SortedSet<Instant> passed = changes.headSet(now.plusNanos(1));
    SortedSet<Instant> ahead = changes.tailSet(now.plusNanos(1));
    return new FactValidity(
        passed.isEmpty() ? null : passed.last(), ahead.isEmpty() ? null : ahead.first());
  }

  /** The first instant of a day. */
  static Instant begin(LocalDate day) {
    return day.atStartOfDay(PARIS).toInstant();
  }

  /** The first instant of the next day. */
  static Instant nextDay(Instant now) {
    return begin(now.atZone(PARIS).toLocalDate().plusDays(1));
  }
}
