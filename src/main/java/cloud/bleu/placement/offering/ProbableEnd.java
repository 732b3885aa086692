package cloud.bleu.placement.offering;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.FactSelection;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The day on which a qualification without a stated end probably ends, reckoned from the years for
 * which the scheme grants it. An assumption of ours: no rule reads it.
 *
 * @param qualification scheme and version: {@code SecNumCloud 3.2}
 * @param since the day that the years are reckoned from
 * @param zones that have the offering, sorted
 */
public record ProbableEnd(
    LocalDate day,
    String qualification,
    String offering,
    String provider,
    LocalDate since,
    List<String> zones) {

  /** Source: afnor.org, SecNumCloud is granted for three years. */
  public static final int YEARS = 3;

  private static final String SCHEME = "SecNumCloud";

  private static final Comparator<ProbableEnd> ORDER =
      Comparator.comparing(ProbableEnd::day)
          .thenComparing(ProbableEnd::provider)
          .thenComparing(ProbableEnd::offering)
          .thenComparing(ProbableEnd::qualification);

  public ProbableEnd {
    zones = List.copyOf(zones);
  }

  /**
   * Those within the days ahead and those that have passed, of the offerings of all zones, if the
   * workload is asked for such a qualification; sorted by day.
   */
  public static List<ProbableEnd> ahead(Workload workload, Estate estate, int days) {
    if (!FactSelection.schemes(workload).contains(SCHEME)) {
      return List.of();
    }
    LocalDate last = LocalDate.ofInstant(estate.now(), ZoneRule.PARIS).plusDays(days);
    TreeMap<ProbableEnd, TreeSet<String>> zones = new TreeMap<>(ORDER);
    for (Zone zone : estate.zones()) {
      Provider provider = estate.provider(zone.provider());
      List<Provider.Offering> offerings = provider == null ? List.of() : provider.offerings();
      for (Provider.Offering offering : offerings) {
        for (Provider.Qualification qualification : offering.qualifications()) {
          ProbableEnd end = of(qualification, offering.name(), zone.provider());
          if (end != null && !end.day.isAfter(last) && zone.offerings().contains(offering.name())) {
            zones.computeIfAbsent(end, e -> new TreeSet<>()).add(zone.name());
          }
        }
      }
    }
    return zones.entrySet().stream().map(e -> e.getKey().in(e.getValue())).toList();
  }

  /** Whether the day is before another one, in Europe/Paris. */
  public boolean isBefore(LocalDate today) {
    return day.isBefore(today);
  }

  /**
   * The day on which a qualification probably ends; null where an end is stated, or nothing that it
   * follows from.
   */
  public static @Nullable LocalDate reckoned(
      String scheme,
      String state,
      @Nullable LocalDate announced,
      @Nullable LocalDate from,
      @Nullable LocalDate until) {
    LocalDate since = from == null ? announced : from;
    return since == null
            || until != null
            || !scheme.equals(SCHEME)
            || !state.equals(QualificationScrutiny.QUALIFIED)
        ? null
        : since.plusYears(YEARS);
  }

  private ProbableEnd in(TreeSet<String> names) {
    return new ProbableEnd(day, qualification, offering, provider, since, List.copyOf(names));
  }

  /** Null where an end is stated, or nothing that it follows from. */
  private static @Nullable ProbableEnd of(
      Provider.Qualification qualification, String offering, String provider) {
    LocalDate day =
        reckoned(
            qualification.scheme(),
            qualification.state(),
            qualification.announcedOn(),
            qualification.validFrom(),
            qualification.validUntil());
    LocalDate since =
        qualification.validFrom() == null ? qualification.announcedOn() : qualification.validFrom();
    if (day == null || since == null) {
      return null;
    }
    String version = qualification.version();
    return new ProbableEnd(
        day, SCHEME + (version == null ? "" : " " + version), offering, provider, since, List.of());
  }
}
