package cloud.bleu.placement.offering;

import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Entries that say of a qualification beside them that it is suspended or withdrawn. Of two entries
 * that contradict each other the one that denies counts: a decision is recorded by adding it.
 */
public final class Revocation {

  /** The more final one first. */
  private static final List<String> STATES = List.of("Withdrawn", "Suspended");

  /** By all that is told of one, so that the order in which they are written does not matter. */
  private static final Comparator<Qualification> MOST_TELLING_FIRST =
      Comparator.comparingInt((Qualification q) -> STATES.indexOf(q.state()))
          .thenComparing(q -> q.provenance().basis())
          .thenComparing(q -> day(q.validFrom()))
          .thenComparing(q -> day(q.validUntil()))
          .thenComparing(q -> String.valueOf(q.version()));

  private Revocation() {}

  /**
   * What is asked of a qualification.
   *
   * @param layer null: all of its layers
   * @param activities that are needed; empty: those of the qualification
   * @param accepted states that are good enough, so that they deny nothing
   */
  public record Asked(
      @Nullable String layer, List<String> activities, List<String> accepted, LocalDate today) {
    public Asked {
      activities = List.copyOf(activities);
      accepted = List.copyOf(accepted);
    }
  }

  /** The entry of the offering that takes a qualification away today, null if none does. */
  public static @Nullable Qualification of(
      Offering offering, Qualification qualification, Asked asked) {
    return first(
        offering,
        qualification,
        asked,
        other ->
            SchemeName.mayBeOne(other.scheme(), qualification.scheme())
                && (SchemeName.isOneVersion(other.version(), qualification.version())
                    || isOfNone(offering, other)));
  }

  /**
   * The entry of the offering that may take a qualification away today, as nobody can tell which
   * scheme it is about; null if there is none.
   */
  public static @Nullable Qualification unclear(
      Offering offering, Qualification qualification, Asked asked) {
    return first(
        offering,
        qualification,
        asked,
        other ->
            SchemeName.isUnclear(
                other.scheme(),
                offering.qualifications().stream()
                    .filter(q -> !isState(q.state()))
                    .map(Qualification::scheme)
                    .toList()));
  }

  private static @Nullable Qualification first(
      Offering offering,
      Qualification qualification,
      Asked asked,
      Predicate<Qualification> isOfScheme) {
    return offering.qualifications().stream()
        .filter(other -> isState(other.state()) && !asked.accepted.contains(other.state()))
        .filter(other -> concerns(other, qualification, asked) && isOfScheme.test(other))
        .filter(other -> holds(other, asked.today) && !isLater(qualification, other))
        .min(MOST_TELLING_FIRST)
        .orElse(null);
  }

  /** Whether a state of a qualification takes away what another entry grants. */
  public static boolean isState(@Nullable String state) {
    return state != null && STATES.contains(state);
  }

  /** Whether both are about the same layers and activities; what is not known may be the same. */
  private static boolean concerns(Qualification other, Qualification qualification, Asked asked) {
    List<String> layers = asked.layer == null ? qualification.layers() : List.of(asked.layer);
    List<String> activities =
        asked.activities.isEmpty() ? qualification.activities() : asked.activities;
    return (other.layers().isEmpty() || folded(other.layers()).containsAll(folded(layers)))
        && mayShare(other.activities(), activities);
  }

  /**
   * Whether two lists of layers or activities may have one in common; an empty one is not known.
   */
  public static boolean mayShare(List<String> a, List<String> b) {
    return a.isEmpty() || b.isEmpty() || !Collections.disjoint(folded(a), folded(b));
  }

  /**
   * Whether no entry of the scheme has the version that a decision names. Then nobody knows which
   * of them it is about.
   */
  private static boolean isOfNone(Offering offering, Qualification decision) {
    return offering.qualifications().stream()
        .filter(q -> !isState(q.state()))
        .filter(q -> SchemeName.mayBeOne(decision.scheme(), q.scheme()))
        .noneMatch(
            q -> q.version() != null && SchemeName.isOneVersion(decision.version(), q.version()));
  }

  private static Set<String> folded(List<String> words) {
    return words.stream().map(w -> w.strip().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  private static LocalDate day(@Nullable LocalDate day) {
    return day == null ? LocalDate.MAX : day;
  }

  private static boolean holds(Qualification entry, LocalDate today) {
    LocalDate from = entry.validFrom();
    LocalDate until = entry.validUntil();
    return (from == null || !today.isBefore(from)) && (until == null || !today.isAfter(until));
  }

  /**
   * Whether it was granted after a decision whose end nobody states: it begins later, and is not
   * stated earlier. What cannot be told is not so.
   */
  private static boolean isLater(Qualification granted, Qualification decision) {
    LocalDate known = decision.provenance().asOf();
    LocalDate stated = granted.provenance().asOf();
    LocalDate begins = granted.validFrom();
    if (decision.validUntil() != null || known == null || stated == null || begins == null) {
      return false;
    }
    LocalDate since = decision.validFrom() == null ? known : decision.validFrom();
    return begins.isAfter(since) && !stated.isBefore(known);
  }
}
