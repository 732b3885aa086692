package cloud.bleu.placement.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a legal person that operates a cloud. What is not known is null or absent, never a
 * default.
 *
 * @param name of the CloudProvider object
 * @param legalEntity SecNumCloud 19.6.a, null when not stated
 * @param ownership SecNumCloud 19.6.b, null when not stated
 * @param suppliers every third party that the services rest on, SecNumCloud 19.6.c and d; empty
 *     when not known
 * @param operations SecNumCloud 19.2.c, d and e, null when not stated
 * @param offerings by name; empty when not known
 */
public record Provider(
    String name,
    String displayName,
    @Nullable LegalEntity legalEntity,
    @Nullable Ownership ownership,
    @UnknownWhenEmpty List<Supplier> suppliers,
    @Nullable Operations operations,
    @UnknownWhenEmpty List<Offering> offerings) {

  public Provider {
    suppliers = List.copyOf(suppliers);
    offerings = List.copyOf(offerings);
  }

  /**
   * A copy on a later day, on which it is known when its qualifications were stated until then.
   *
   * @param read the day on which it is as it stands here
   */
  public Provider on(LocalDate later, LocalDate read) {
    return offerings.stream().noneMatch(offering -> offering.turns(read, later))
        ? this
        : new Provider(
            name,
            displayName,
            legalEntity,
            ownership,
            suppliers,
            operations,
            offerings.stream().map(offering -> offering.on(later, read)).toList());
  }

  /**
   * The three places of 19.6.a as ISO 3166-1 alpha-2 codes.
   *
   * @param governingLaw the country whose law governs the agreements, 19.1.c
   */
  public record LegalEntity(
      String name,
      @Nullable String registeredOffice,
      @Nullable String centralAdministration,
      @Nullable String principalEstablishment,
      @Nullable String governingLaw,
      Provenance provenance) {}

  /**
   * Who holds the company.
   *
   * @param holders empty when not known
   * @param vetoOutsideEU whether somebody outside the European Union has a right of veto, null when
   *     not known
   * @param appointmentOutsideEU whether somebody outside the European Union can appoint the
   *     majority of a governing body, null when not known
   */
  public record Ownership(
      @UnknownWhenEmpty List<Holder> holders,
      @Nullable Boolean vetoOutsideEU,
      @Nullable Boolean appointmentOutsideEU,
      Provenance provenance) {
    public Ownership {
      holders = List.copyOf(holders);
    }
  }

  /**
   * One holding: {@code name} holds so much {@code of}. Percentages are exact decimals as written
   * ({@code "49.9"}), null when not known.
   *
   * @param name empty when it is not stated: of two of them nobody knows whether they are one
   * @param of empty when it is not stated
   * @param country where the holder has its seat
   * @param controlledFrom where those sit who control the holder
   * @param listed whether its shares are listed, so that nobody can list all who hold them; null
   *     when that is not stated
   */
  public record Holder(
      String name,
      String of,
      @Nullable String country,
      @Nullable String controlledFrom,
      java.math.@Nullable BigDecimal capitalPercent,
      java.math.@Nullable BigDecimal votesPercent,
      @Nullable Boolean listed) {}

  /**
   * A third party that the services rest on.
   *
   * @param country where it has its seat
   * @param controlledFrom where those sit who control it
   * @param technicalAccess whether it has technical means to obtain data or technical data
   * @param autonomy {@code OwnSkills}, {@code TwoSuppliers}, {@code SupplierQualified} or {@code
   *     None}
   */
  public record Supplier(
      String name,
      @Nullable String country,
      @Nullable String controlledFrom,
      @Nullable Boolean technicalAccess,
      @Nullable String autonomy,
      Provenance provenance) {

    /** Whether it sits or is controlled outside the European Union; null when that is not known. */
    public @Nullable Boolean outsideEU() {
      boolean seated = Territory.isCountry(country);
      boolean controlled = Territory.isCountry(controlledFrom);
      if (seated && !Territory.inEU(String.valueOf(country))
          || controlled && !Territory.inEU(String.valueOf(controlledFrom))) {
        return true;
      }
      return seated && controlled ? false : null;
    }
  }

  /**
   * From where the services are run: ISO 3166-1 alpha-2 codes, {@code EU} or {@code EEA}. Each list
   * is complete, or empty when nothing is known.
   *
   * @param nonEUSupport {@code None}, {@code Listed} or {@code Unrestricted}
   */
  public record Operations(
      @UnknownWhenEmpty List<String> administrationFrom,
      @UnknownWhenEmpty List<String> supportFrom,
      @Nullable String nonEUSupport,
      @UnknownWhenEmpty List<String> technicalDataIn,
      Provenance provenance) {
    public Operations {
      administrationFrom = List.copyOf(administrationFrom);
      supportFrom = List.copyOf(supportFrom);
      technicalDataIn = List.copyOf(technicalDataIn);
    }
  }

  /**
   * What an offering is bought under.
   *
   * @param signedOn a day in Europe/Paris
   * @param statesQualifiedService whether it says that the service is the qualified one
   * @param subscriptions that are bought under it, by the provider's identifiers; empty when not
   *     known
   */
  public record Agreement(
      String reference,
      @Nullable LocalDate signedOn,
      @Nullable Boolean statesQualifiedService,
      @UnknownWhenEmpty List<String> subscriptions,
      Provenance provenance) {
    public Agreement {
      subscriptions = List.copyOf(subscriptions);
    }
  }

  /**
   * Something that can be bought: qualifications are granted to offerings, never to a company. Each
   * list is empty when nothing is known of it.
   */
  public record Offering(
      String name,
      @UnknownWhenEmpty List<String> layers,
      @UnknownWhenEmpty List<String> regions,
      @UnknownWhenEmpty List<String> services,
      @Nullable Agreement agreement,
      @UnknownWhenEmpty List<Qualification> qualifications) {
    public Offering {
      layers = List.copyOf(layers);
      regions = List.copyOf(regions);
      services = List.copyOf(services);
      qualifications = List.copyOf(qualifications);
    }

    private boolean turns(LocalDate read, LocalDate later) {
      for (Qualification one : qualifications) {
        if (one.isStatedBetween(read, later)) {
          return true;
        }
      }
      return false;
    }

    private Offering on(LocalDate later, LocalDate read) {
      return new Offering(
          name,
          layers,
          regions,
          services,
          agreement,
          qualifications.stream()
              .map(q -> q.isStatedBetween(read, later) ? q.stated() : q)
              .toList());
    }
  }

  /**
   * A qualification and its scope. Days are in Europe/Paris, both ends inclusive.
   *
   * @param state {@code InEvaluation}, {@code Qualified}, {@code Suspended} or {@code Withdrawn}
   * @param layers the scope of the qualification, not of the offering; empty when not known
   * @param activities in the scope, of schemes that are granted by activity; empty when not known
   * @param datedAhead whether its asOf is after the real day on which it was read
   */
  public record Qualification(
      String scheme,
      @Nullable String version,
      String state,
      @UnknownWhenEmpty List<String> layers,
      @UnknownWhenEmpty List<String> activities,
      @Nullable LocalDate announcedOn,
      @Nullable LocalDate validFrom,
      @Nullable LocalDate validUntil,
      Provenance provenance,
      boolean datedAhead) {
    public Qualification {
      layers = List.copyOf(layers);
      activities = List.copyOf(activities);
    }

    /** One whose asOf, where somebody wrote it, has come. */
    public Qualification(
        String scheme,
        @Nullable String version,
        String state,
        List<String> layers,
        List<String> activities,
        @Nullable LocalDate announcedOn,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validUntil,
        Provenance provenance) {
      this(
          scheme,
          version,
          state,
          layers,
          activities,
          announcedOn,
          validFrom,
          validUntil,
          provenance,
          false);
    }

    private boolean isStatedBetween(LocalDate read, LocalDate later) {
      if (!datedAhead) {
        return false;
      }
      LocalDate asOf = provenance.asOf();
      return asOf != null && asOf.isAfter(read) && !asOf.isAfter(later);
    }

    /** A copy as it is read on the day of its asOf and later. */
    public Qualification stated() {
      return new Qualification(
          scheme,
          version,
          state,
          layers,
          activities,
          announcedOn,
          validFrom,
          validUntil,
          provenance);
    }

    /** The day on which it was stated; null where nobody wrote it, or it has not come yet. */
    public @Nullable LocalDate statedOn() {
      return datedAhead ? null : provenance.asOf();
    }
  }
}
