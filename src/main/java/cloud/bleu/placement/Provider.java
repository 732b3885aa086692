package cloud.bleu.placement;

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
 * @param offerings by name
 */
public record Provider(
    String name,
    String displayName,
    @Nullable LegalEntity legalEntity,
    @Nullable Ownership ownership,
    List<Offering> offerings) {

  public Provider {
    offerings = List.copyOf(offerings);
  }

  /** The three places of 19.6.a as ISO 3166-1 alpha-2 codes. */
  public record LegalEntity(
      String name,
      @Nullable String registeredOffice,
      @Nullable String centralAdministration,
      @Nullable String principalEstablishment,
      Provenance provenance) {}

  /** Who holds the company. */
  public record Ownership(List<Holder> holders, Provenance provenance) {
    public Ownership {
      holders = List.copyOf(holders);
    }
  }

  /**
   * One holding: {@code name} holds so much {@code of}. Percentages are exact decimals as written
   * ({@code "49.9"}), null when not known.
   *
   * @param country where the holder has its seat
   * @param controlledFrom where those sit who control the holder
   */
  public record Holder(
      String name,
      String of,
      @Nullable String country,
      @Nullable String controlledFrom,
      java.math.@Nullable BigDecimal capitalPercent,
      java.math.@Nullable BigDecimal votesPercent) {}

  /** Something that can be bought: qualifications are granted to offerings, never to a company. */
  public record Offering(
      String name,
      List<String> layers,
      List<String> regions,
      List<String> services,
      List<Qualification> qualifications) {
    public Offering {
      layers = List.copyOf(layers);
      regions = List.copyOf(regions);
      services = List.copyOf(services);
      qualifications = List.copyOf(qualifications);
    }
  }

  /**
   * A qualification and its scope. Days are in Europe/Paris, both ends inclusive.
   *
   * @param state {@code InEvaluation}, {@code Qualified}, {@code Suspended} or {@code Withdrawn}
   * @param layers the scope of the qualification, not of the offering
   */
  public record Qualification(
      String scheme,
      @Nullable String version,
      String state,
      List<String> layers,
      @Nullable LocalDate announcedOn,
      @Nullable LocalDate validFrom,
      @Nullable LocalDate validUntil,
      Provenance provenance) {
    public Qualification {
      layers = List.copyOf(layers);
    }
  }
}
