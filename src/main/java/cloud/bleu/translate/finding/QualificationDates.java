package cloud.bleu.translate.finding;

import cloud.bleu.api.v1alpha1.CloudProviderSpec;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.offering.ProbableEnd;
import cloud.bleu.placement.offering.Revocation;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Days of qualifications and homologations that cannot be true, whoever states them. */
public final class QualificationDates {

  /** No scheme grants anything for longer; a window of decades is a slip of the pen. */
  private static final int LONGEST_YEARS = 10;

  /**
   * The day on which a version of a scheme was published: nobody was qualified to it before.
   * Sources: ANSSI, SecNumCloud 3.2 of 8 March 2022; order of 26 April 2024 for version 2 of HDS.
   */
  private static final Map<String, LocalDate> PUBLISHED =
      Map.of(
          "SecNumCloud 3.2", LocalDate.of(2022, 3, 8),
          "HDS 2", LocalDate.of(2024, 4, 26));

  private QualificationDates() {}

  /**
   * Reports a window that ends before it begins; either day may not be known.
   *
   * @return whether both days can be meant
   */
  public static boolean window(
      String path, @Nullable LocalDate from, @Nullable LocalDate until, Findings findings) {
    if (from != null && until != null && from.isAfter(until)) {
      findings.block(
          path + ".validUntil",
          "validFrom is after validUntil",
          null,
          "correct the days: both are inclusive");
      return false;
    }
    return true;
  }

  /**
   * Notes a suspension or withdrawal that begins after today: until then what it takes away is
   * there, or, where its day is so far that it may be a slip, not known.
   *
   * @param from its first day, null when not known
   * @param asOf the day on which it was stated, null when not known
   * @param today in Europe/Paris
   */
  public static void decided(
      String path,
      @Nullable LocalDate from,
      @Nullable LocalDate asOf,
      LocalDate today,
      Findings findings) {
    if (Revocation.isFar(from, asOf, today)) {
      findings.note(
          path + ".validFrom",
          "is "
              + from
              + ", more than a year after it was stated, so nobody knows whether it is meant",
          "correct the day or its asOf; a last day that is known stands as validUntil in the entry that it"
              + " ends");
    } else if (from != null && from.isAfter(today)) {
      findings.note(
          path + ".validFrom",
          "is " + from + ", after today, and nothing is taken away before that day",
          "correct the day if the decision holds already");
    }
  }

  /**
   * Notes each asOf that is to come where something hangs on it: beside a suspension or withdrawal
   * it tells which entry is the later one.
   *
   * @param offering its entries, by path
   */
  public static void ahead(Map<String, Provider.Qualification> offering, Findings findings) {
    if (offering.values().stream().noneMatch(q -> Revocation.isState(q.state()))) {
      return;
    }
    offering.forEach(
        (path, q) -> {
          if (q.datedAhead()) {
            findings.note(
                path + ".provenance.asOf",
                "is " + q.provenance().asOf() + ", after today, and says nothing before that day",
                "correct the day, or wait for it");
          }
        });
  }

  /**
   * Reports every day that cannot be true.
   *
   * @param until last day of the window, null when not known; so are the other days
   * @param readOn the real day in Europe/Paris, after which nothing is announced
   * @return whether the days can be true
   */
  public static boolean check(
      CloudProviderSpec.Qualification api,
      @Nullable LocalDate announced,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      String path,
      LocalDate readOn,
      Findings findings) {
    String scheme = api.scheme() == null ? "" : api.scheme();
    boolean possible = true;
    if (from != null && until != null) {
      if (until.isAfter(from.plusYears(LONGEST_YEARS))) {
        possible = false;
        findings.block(
            path + ".validUntil",
            "the window from "
                + from
                + " until "
                + until
                + " is longer than "
                + LONGEST_YEARS
                + " years",
            null,
            "correct the days from the attestation");
      } else if (scheme.equals("SecNumCloud") && until.isAfter(from.plusYears(ProbableEnd.YEARS))) {
        findings.note(
            path + ".validUntil",
            "SecNumCloud is granted for " + ProbableEnd.YEARS + " years and this window is longer",
            "check the days, or state a renewal as an entry of its own");
      }
    }
    LocalDate published = PUBLISHED.get(scheme + " " + api.version());
    LocalDate first = earliest(announced, from);
    boolean granted = !"InEvaluation".equals(api.state());
    if (published != null && granted && first != null && first.isBefore(published)) {
      possible = false;
      findings.block(
          path + (first.equals(from) ? ".validFrom" : ".announcedOn"),
          scheme
              + " "
              + api.version()
              + " was published on "
              + published
              + ", and nothing was qualified to it on "
              + first,
          null,
          "correct the day or the version");
    }
    if (announced != null && "Qualified".equals(api.state()) && announced.isAfter(readOn)) {
      possible = false;
      findings.block(
          path + ".announcedOn",
          "is " + announced + ", after today, and the state is Qualified",
          null,
          "correct the day, or state InEvaluation until then");
    }
    return possible;
  }

  /**
   * Reports an agreement that says that the service is the qualified one and was signed before any
   * qualification that is recorded for the offering. It may speak of one that is not recorded.
   */
  public static void agreement(
      Provider.@Nullable Agreement agreement,
      List<Provider.Qualification> qualifications,
      String path,
      Findings findings) {
    if (agreement == null
        || agreement.signedOn() == null
        || !Boolean.TRUE.equals(agreement.statesQualifiedService())) {
      return;
    }
    List<Provider.Qualification> granted =
        qualifications.stream().filter(q -> q.state().equals("Qualified")).toList();
    LocalDate first =
        granted.stream()
            .map(q -> earliest(q.announcedOn(), q.validFrom()))
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    boolean known =
        granted.stream().allMatch(q -> earliest(q.announcedOn(), q.validFrom()) != null);
    if (first != null && known && agreement.signedOn().isBefore(first)) {
      findings.note(
          path + ".signedOn",
          "the agreement of "
              + agreement.signedOn()
              + " states a qualified service, and the first qualification recorded for the offering is"
              + " of "
              + first,
          "state the day of the amendment that names it, or record the earlier qualification");
    }
  }

  private static @Nullable LocalDate earliest(@Nullable LocalDate a, @Nullable LocalDate b) {
    return a == null ? b : b == null || a.isBefore(b) ? a : b;
  }
}
