package cloud.bleu.placement.offering;

import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Entries that say of a qualification beside them that it is suspended or withdrawn. Of two entries
 * that contradict each other the one that denies counts, because a decision is recorded by adding
 * it.
 */
public final class Revocation {

  /** The more final one first. */
  private static final List<String> STATES = List.of("Withdrawn", "Suspended");

  private static final Pattern DIGIT = Pattern.compile("\\d");

  /** Of shorter activities one letter makes another one. */
  private static final int FEWEST_LETTERS = 3;

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

  /** What is not known of a decision that may take a qualification away. */
  public enum Doubt {
    /** Which scheme it is about. */
    SCHEME,
    /** Whether its activities are those of the qualification, written otherwise. */
    ACTIVITIES,
    /** Whether its first day, more than a year after it was stated, is meant. */
    DAY
  }

  /** An entry that may take a qualification away today, and why nobody knows whether it does. */
  public record Unclear(Qualification entry, Doubt doubt) {}

  /** The entry of the offering that takes a qualification away today, null if none does. */
  public static @Nullable Qualification of(
      Offering offering, Qualification qualification, Asked asked) {
    return decisions(offering, qualification, asked)
        .filter(other -> mayShare(other.activities(), activities(qualification, asked)))
        .filter(other -> begun(other, asked.today) && isOf(offering, other, qualification))
        .min(MOST_TELLING_FIRST)
        .orElse(null);
  }

  /**
   * The entry of the offering that may take a qualification away today, while nobody can tell
   * whether it does; null if there is none.
   *
   * @param known the provider: a scheme that an offering of it has is not another one misspelt
   */
  public static @Nullable Unclear unclear(
      Provider known, Offering offering, Qualification qualification, Asked asked) {
    return decisions(offering, qualification, asked)
        .sorted(MOST_TELLING_FIRST)
        .map(other -> unclear(known, offering, other, qualification, asked))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Unclear unclear(
      Provider known,
      Offering offering,
      Qualification decision,
      Qualification qualification,
      Asked asked) {
    boolean far = isFar(decision.validFrom(), decision.statedOn(), asked.today);
    if (!far && !begun(decision, asked.today)) {
      return null;
    }
    List<String> activities = activities(qualification, asked);
    boolean slip = isSlip(decision.activities(), activities);
    if (!slip && !mayShare(decision.activities(), activities)) {
      return null;
    }
    if (isOf(offering, decision, qualification)) {
      return far
          ? new Unclear(decision, Doubt.DAY)
          : slip ? new Unclear(decision, Doubt.ACTIVITIES) : null;
    }
    SchemeName scheme = SchemeName.of(decision.scheme());
    return scheme.mayMean(SchemeName.of(qualification.scheme()))
            && known.offerings().stream()
                .flatMap(o -> o.qualifications().stream())
                .noneMatch(q -> !isState(q.state()) && scheme.equals(SchemeName.of(q.scheme())))
        ? new Unclear(decision, Doubt.SCHEME)
        : null;
  }

  /** Decisions on these layers and days, of whatever scheme and activities. */
  private static Stream<Qualification> decisions(
      Offering offering, Qualification qualification, Asked asked) {
    List<String> layers = asked.layer == null ? qualification.layers() : List.of(asked.layer);
    return offering.qualifications().stream()
        .filter(other -> isState(other.state()) && !asked.accepted.contains(other.state()))
        .filter(
            other -> other.layers().isEmpty() || folded(other.layers()).containsAll(folded(layers)))
        .filter(other -> other.validUntil() == null || !asked.today.isAfter(other.validUntil()))
        .filter(other -> !isLater(qualification, other));
  }

  /**
   * Whether the first day of a decision is to come, and more than a year after it was stated.
   *
   * @param from its first day, null when not known
   * @param asOf the day on which it was stated, null when not known: then today counts
   */
  public static boolean isFar(@Nullable LocalDate from, @Nullable LocalDate asOf, LocalDate today) {
    return from != null
        && today.isBefore(from)
        && (asOf == null ? today : asOf).isBefore(from.minusYears(1));
  }

  /**
   * The day from which on the first day of a decision is not far, although it is not known yet when
   * it was stated; null where that is known by then, and of what is no decision to come.
   */
  public static @Nullable LocalDate meantFrom(Qualification entry) {
    LocalDate from = entry.validFrom();
    if (!isState(entry.state()) || from == null || from.isBefore(LocalDate.EPOCH)) {
      return null;
    }
    LocalDate asOf = entry.provenance().asOf();
    LocalDate meant = from.minusYears(1);
    return asOf == null || asOf.isAfter(meant) ? meant : null;
  }

  private static boolean isOf(
      Offering offering, Qualification decision, Qualification qualification) {
    return version(decision)
        .isAbout(
            version(qualification),
            offering.qualifications().stream()
                .filter(q -> !isState(q.state()))
                .map(Revocation::version)
                .toList());
  }

  private static SchemeVersion version(Qualification entry) {
    return SchemeVersion.of(entry.scheme(), entry.version());
  }

  private static List<String> activities(Qualification qualification, Asked asked) {
    return asked.activities.isEmpty() ? qualification.activities() : asked.activities;
  }

  /** Whether a state of a qualification takes away what another entry grants. */
  public static boolean isState(@Nullable String state) {
    return state != null && STATES.contains(state);
  }

  /**
   * Whether two lists of layers or activities may have one in common; an empty one is not known.
   */
  public static boolean mayShare(List<String> a, List<String> b) {
    return a.isEmpty() || b.isEmpty() || !Collections.disjoint(folded(a), folded(b));
  }

  /** Whether an activity of a decision may be one of those with one slip among its letters. */
  public static boolean isSlip(List<String> decided, List<String> granted) {
    return !mayShare(decided, granted)
        && folded(decided).stream()
            .anyMatch(d -> folded(granted).stream().anyMatch(g -> isSlip(d, g)));
  }

  private static boolean isSlip(String a, String b) {
    String letters = DIGIT.matcher(a).replaceAll("");
    return letters.length() >= FEWEST_LETTERS
        && !letters.equals(DIGIT.matcher(b).replaceAll(""))
        && NearestName.isSlip(a, b);
  }

  /** Layers or activities without the differences that make no other one. */
  public static Set<String> folded(List<String> words) {
    return words.stream().map(SchemeName::folded).collect(Collectors.toSet());
  }

  private static LocalDate day(@Nullable LocalDate day) {
    return day == null ? LocalDate.MAX : day;
  }

  private static boolean begun(Qualification entry, LocalDate today) {
    return entry.validFrom() == null || !today.isBefore(entry.validFrom());
  }

  /**
   * Whether it was granted after a decision whose end nobody states: it begins later, and is not
   * stated earlier. What cannot be told is not so.
   */
  private static boolean isLater(Qualification granted, Qualification decision) {
    LocalDate known = decision.statedOn();
    LocalDate stated = granted.statedOn();
    LocalDate begins = granted.validFrom();
    if (decision.validUntil() != null || known == null || stated == null || begins == null) {
      return false;
    }
    LocalDate since = decision.validFrom() == null ? known : decision.validFrom();
    return begins.isAfter(since) && !stated.isBefore(known);
  }
}
