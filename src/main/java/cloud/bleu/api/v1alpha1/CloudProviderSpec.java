package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The facts about a provider. */
public record CloudProviderSpec(
    @JsonPropertyDescription("The name shown to people.") @Size(max = 253) String displayName,
    @JsonPropertyDescription(
            "The legal person that operates the cloud, with the three places of SecNumCloud 19.6.a. A country that is"
                + " not known is left out.")
        LegalEntity legalEntity,
    @JsonPropertyDescription("Who owns the provider, for the thresholds of SecNumCloud 19.6.b.")
        Ownership ownership,
    @JsonPropertyDescription(
            "Every third party on which the services rest, from inside and outside the European Union, for SecNumCloud"
                + " 19.6.c and d. Empty: not known.")
        @Size(max = 128)
        @Schema(keys = "name")
        List<Supplier> suppliers,
    @JsonPropertyDescription("From where the services are run, for SecNumCloud 19.2.c, d and e.")
        Operations operations,
    @JsonPropertyDescription(
            "What the provider sells. A qualification belongs to an offering, never to the company as such.")
        @Size(max = 64)
        @Schema(keys = "name")
        List<Offering> offerings)
    implements ObjectPart {

  public CloudProviderSpec {
    suppliers = UnmodifiableCopies.list(suppliers);
    offerings = UnmodifiableCopies.list(offerings);
  }

  /** The legal person and its seat. */
  public record LegalEntity(
      @JsonPropertyDescription("The registered name.") @Required @Size(min = 1, max = 253)
          String name,
      @JsonPropertyDescription("Country of the registered office, ISO 3166-1 alpha-2.")
          @Pattern(Format.COUNTRY)
          @Size(max = 2)
          String registeredOffice,
      @JsonPropertyDescription("Country of the central administration, ISO 3166-1 alpha-2.")
          @Pattern(Format.COUNTRY)
          @Size(max = 2)
          String centralAdministration,
      @JsonPropertyDescription("Country of the principal establishment, ISO 3166-1 alpha-2.")
          @Pattern(Format.COUNTRY)
          @Size(max = 2)
          String principalEstablishment,
      @JsonPropertyDescription(
              "Country whose law governs the agreements, ISO 3166-1 alpha-2, for SecNumCloud 19.1.c. Absent: not"
                  + " known.")
          @Pattern(Format.COUNTRY)
          @Size(max = 2)
          String governingLaw,
      @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance)
      implements ObjectPart {}

  /** The holders of capital and votes. */
  @ValidationRule(
      value =
          "!has(self.holders) || self.holders.all(p, self.holders.map(h, h.of == p.of && has(h.capitalPercent) ?"
              + " double(h.capitalPercent) : 0.0).sum() <= 100.000001)",
      message = "the capitalPercent of the holders of one entity add up to more than 100",
      fieldPath = ".holders")
  @ValidationRule(
      value =
          "!has(self.holders) || self.holders.all(p, self.holders.map(h, h.of == p.of && has(h.votesPercent) ?"
              + " double(h.votesPercent) : 0.0).sum() <= 100.000001)",
      message = "the votesPercent of the holders of one entity add up to more than 100",
      fieldPath = ".holders")
  public record Ownership(
      @JsonPropertyDescription(
              "The holders as a flat list: each names the entity it holds a part of, so that chains of holdings are"
                  + " possible.")
          @Size(max = 64)
          @Schema(keys = {"name", "of"})
          List<Holder> holders,
      @JsonPropertyDescription(
              "Whether somebody outside the European Union, alone or together with others, has a right of veto. Absent: not"
                  + " known.")
          Boolean vetoRightsOutsideEU,
      @JsonPropertyDescription(
              "Whether somebody outside the European Union, alone or together with others, can appoint the majority of a"
                  + " governing body. Absent: not known.")
          Boolean majorityAppointmentOutsideEU,
      @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance)
      implements ObjectPart {
    public Ownership {
      holders = UnmodifiableCopies.list(holders);
    }
  }

  /** One holding: who holds how much of whom. */
  @ValidationRule(
      value = "self.name != self.of",
      message = "a holder cannot hold a part of itself: name the entity that is held in `of`",
      fieldPath = ".of")
  public record Holder(
      @JsonPropertyDescription("Name of the holder, as in `of` of those it holds.")
          @Required
          @Size(min = 1, max = 128)
          String name,
      @JsonPropertyDescription("The entity held: the legal entity or another holder.")
          @Required
          @Size(min = 1, max = 128)
          String of,
      @JsonPropertyDescription(
              "Country of the holder's seat, ISO 3166-1 alpha-2: one outside of the European Union if any of its registered"
                  + " office, central administration and principal establishment is. Absent: not known.")
          @Pattern(Format.COUNTRY)
          @Size(max = 2)
          String country,
      @JsonPropertyDescription(
              "Country from which the holder is controlled, ISO 3166-1 alpha-2. The operator counts as controlled, too, of"
                  + " whom one holder has over 50 % of the votes. That is not the presumption of article L. 233-3 II of"
                  + " the Code de commerce (over 40 %, and nobody above): state here what follows from that one. Absent:"
                  + " not known.")
          @Pattern(Format.COUNTRY)
          @Size(max = 2)
          String controlledFrom,
      @JsonPropertyDescription(
              "Share of the capital in percent, as a decimal string. Absent: not known.")
          @Pattern(Format.PERCENT)
          @Size(max = 10)
          String capitalPercent,
      @JsonPropertyDescription(
              "Share of the votes in percent, as a decimal string. Absent: not known.")
          @Pattern(Format.PERCENT)
          @Size(max = 10)
          String votesPercent,
      @JsonPropertyDescription(
              "Whether the shares of the holder are listed, so that nobody can record all who hold them: what is not"
                  + " recorded then counts as held from where it is controlled. False or absent: of a holder of whom"
                  + " some holders are recorded the rest is not known.")
          Boolean listed)
      implements ObjectPart {}

  /** Something the provider sells. */
  public record Offering(
      @JsonPropertyDescription("The name by which zones refer to the offering.")
          @Required
          @Pattern(Format.TOKEN)
          @Size(min = 1, max = 63)
          String name,
      @JsonPropertyDescription("The layers that the offering has.")
          @Size(max = 4)
          @Schema(values = {"IaaS", "CaaS", "PaaS", "SaaS"})
          List<String> layers,
      @JsonPropertyDescription("The regions in which it is sold.")
          @Size(max = 64)
          @Schema(each = Format.TOKEN)
          List<@Size(min = 1, max = 63) String> regions,
      @JsonPropertyDescription("The services in it, by the provider's identifiers.")
          @Size(max = 512)
          @Schema(each = Format.TOKEN)
          List<@Size(min = 1, max = 128) String> services,
      @JsonPropertyDescription("The agreement under which it is bought. Absent: not known.")
          Agreement agreement,
      @JsonPropertyDescription(
              "Qualifications and certifications of this offering. One scheme may appear several times: scopes and"
                  + " windows differ. The list is replaced as a whole.")
          @Size(max = 32)
          @Schema(atomic = true)
          List<Qualification> qualifications)
      implements ObjectPart {
    public Offering {
      layers = UnmodifiableCopies.list(layers);
      regions = UnmodifiableCopies.list(regions);
      services = UnmodifiableCopies.list(services);
      qualifications = UnmodifiableCopies.list(qualifications);
    }
  }

  /** A qualification of an offering, its scope and its window. */
  @ValidationRule(
      value = "!has(self.validFrom) || !has(self.validUntil) || self.validFrom <= self.validUntil",
      message = "validFrom is after validUntil: both are days, both inclusive",
      fieldPath = ".validUntil")
  public record Qualification(
      @JsonPropertyDescription("The scheme: SecNumCloud, HDS, C5, ISO27001 or another one.")
          @Required
          @Pattern(Format.TOKEN)
          @Size(min = 1, max = 63)
          String scheme,
      @JsonPropertyDescription("The version of the scheme, such as 3.2.") @Size(max = 32)
          String version,
      @JsonPropertyDescription("How far it is. Only Qualified is a qualification.")
          @Required
          @Schema(values = {"InEvaluation", "Qualified", "Suspended", "Withdrawn"})
          String state,
      @JsonPropertyDescription(
              "The scope of the qualification, which may be less than the offering has.")
          @Size(max = 4)
          @Schema(values = {"IaaS", "CaaS", "PaaS", "SaaS"})
          List<String> layers,
      @JsonPropertyDescription(
              "The activities in the scope, for schemes that are granted by activity, such as HDS. Empty: not known.")
          @Size(max = 32)
          @Schema(each = Format.TOKEN)
          List<@Size(min = 1, max = 63) String> activities,
      @JsonPropertyDescription(
              "The day of the announcement. It never stands for the start of validity.")
          @Pattern(Format.DATE)
          @Size(max = 10)
          @Schema(format = "date")
          String announcedOn,
      @JsonPropertyDescription(
              "First day of validity in Europe/Paris, inclusive. Absent: not known.")
          @Pattern(Format.DATE)
          @Size(max = 10)
          @Schema(format = "date")
          String validFrom,
      @JsonPropertyDescription(
              "Last day of validity in Europe/Paris, inclusive. Absent: not known.")
          @Pattern(Format.DATE)
          @Size(max = 10)
          @Schema(format = "date")
          String validUntil,
      @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance)
      implements ObjectPart {
    public Qualification {
      layers = UnmodifiableCopies.list(layers);
      activities = UnmodifiableCopies.list(activities);
    }
  }
}
