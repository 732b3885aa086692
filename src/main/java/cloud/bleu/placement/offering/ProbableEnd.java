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
   * Probable ends within the days ahead, and past ones, of the offerings of all zones, if the
   * workload is asked for such a qualification; sorted by day.
   */
  public static List<ProbableEnd> ahead(Workload workload, Estate estate, int days) {
    if (!FactSelection.schemes(workload).contains(SCHEME)) {
      return List.of();
    }
    LocalDate today = LocalDate.ofInstant(estate.now(), ZoneRule.PARIS);
    LocalDate last = today.plusDays(days);
    TreeMap<ProbableEnd, TreeSet<String>> zones = new TreeMap<>(ORDER);
    for (Zone zone : estate.zones()) {
      Provider provider = estate.provider(zone.provider());
      List<Provider.Offering> offerings = provider == null ? List.of() : provider.offerings();
      for (Provider.Offering offering : offerings) {
        for (Provider.Qualification qualification : offering.qualifications()) {
          ProbableEnd end = of(offering, qualification, zone.provider(), today);
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
   * The day on which a qualification of an offering probably ends; null where an end is stated, or
   * nothing that it follows from, and where an entry beside it takes it away today or has replaced
   * it.
   */
  public static @Nullable LocalDate reckoned(
      Provider.Offering offering, Provider.Qualification qualification, LocalDate today) {
    LocalDate since = since(qualification);
    return since == null
            || qualification.validUntil() != null
            || !qualification.scheme().equals(SCHEME)
            || !qualification.state().equals(QualificationScrutiny.QUALIFIED)
            || Revocation.of(
                    offering,
                    qualification,
                    new Revocation.Asked(null, List.of(), List.of(), today))
                != null
            || offering.qualifications().stream()
                .anyMatch(other -> replaces(other, qualification, since, today))
        ? null
        : since.plusYears(YEARS);
  }

  private static @Nullable LocalDate since(Provider.Qualification qualification) {
    return qualification.validFrom() == null
        ? qualification.announcedOn()
        : qualification.validFrom();
  }

  /** Whether something was granted anew that has all of its layers and activities. */
  private static boolean replaces(
      Provider.Qualification other,
      Provider.Qualification qualification,
      LocalDate since,
      LocalDate today) {
    LocalDate anew = since(other);
    return anew != null
        && anew.isAfter(since)
        && !anew.isAfter(today)
        && other.scheme().equals(SCHEME)
        && other.state().equals(QualificationScrutiny.QUALIFIED)
        && other.layers().containsAll(qualification.layers())
        && other.activities().containsAll(qualification.activities());
  }

  private ProbableEnd in(TreeSet<String> names) {
    return new ProbableEnd(day, qualification, offering, provider, since, List.copyOf(names));
  }

  private static @Nullable ProbableEnd of(
      Provider.Offering offering,
      Provider.Qualification qualification,
      String provider,
      LocalDate today) {
    LocalDate day = reckoned(offering, qualification, today);
    LocalDate since = since(qualification);
    if (day == null || since == null) {
      return null;
    }
    String version = qualification.version();
    return new ProbableEnd(
        day,
        SCHEME + (version == null ? "" : " " + version),
        offering.name(),
        provider,
        since,
        List.of());
  }
}
