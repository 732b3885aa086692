package cloud.bleu.placement.rule;

import static cloud.bleu.placement.rule.Case.agreement;
import static cloud.bleu.placement.rule.Case.holder;
import static cloud.bleu.placement.rule.Case.operations;
import static cloud.bleu.placement.rule.Case.parameters;
import static cloud.bleu.placement.rule.Case.qualification;
import static cloud.bleu.placement.rule.Case.qualified;
import static cloud.bleu.placement.rule.Case.supplier;
import static cloud.bleu.placement.rule.RequirementExample.example;

import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import java.time.LocalDate;
import java.util.List;

/** Requirements that are seen at a provider, its offerings and its zones. */
final class ProviderAndZoneExamples {

  private static final Parameters NONE = Parameters.NONE;
  private static final Parameters AS_THE_TEXT = parameters("version", "3.2");

  private ProviderAndZoneExamples() {}

  static List<RequirementExample> rows() {
    return List.of(
        // The scope is granted layer by layer.
        example(
            "3.2",
            "qualified-offering",
            AS_THE_TEXT,
            c -> c.layers = List.of("IaaS", "CaaS"),
            c -> c.layers = List.of("IaaS", "PaaS"),
            "LayerNotInScope"),
        example(
            "3.2",
            "qualified-offering",
            AS_THE_TEXT,
            c -> c.offering(qualified()),
            c -> c.offering(qualification("Withdrawn", "2025-01-01", "2027-12-31")),
            "Withdrawn"),
        example(
            "3.2",
            "qualified-offering",
            AS_THE_TEXT,
            c -> c.offering(qualification("Qualified", "2025-01-01", "2026-03-01")),
            c -> c.offering(qualification("Qualified", "2025-01-01", "2026-02-28")),
            "Expired"),
        example(
            "19.1.a",
            "agreement-states-qualification",
            NONE,
            c -> c.agreement(agreement("2026-03-01", true)),
            c -> c.agreement(agreement("2026-03-02", true)),
            "AgreementNotSigned"),
        example(
            "19.1.o, annex 2 c",
            "agreement-states-qualification",
            NONE,
            c -> c.agreement(agreement("2026-01-01", true)),
            c -> c.agreement(agreement("2026-01-01", false)),
            "QualificationNotStated"),
        example(
            "19.2.a",
            "data-location",
            NONE,
            c -> c.country = "FR",
            c -> c.country = null,
            "CountryUnknown"),
        example(
            "19.2.b",
            "data-location",
            NONE,
            c -> c.country = "DE",
            c -> c.country = "CH",
            "CountryNotAccepted"),
        example(
            "19.2.c",
            "administration-location",
            NONE,
            c -> c.operations = operations("FR DE", "FR", "None", "FR"),
            c -> c.operations = operations("FR IN", "FR", "None", "FR"),
            "AdministrationLocationNotAccepted"),
        example(
            "19.2.d",
            "technical-data-location",
            NONE,
            c -> c.operations = operations("FR", "FR", "None", "FR IE"),
            c -> c.operations = operations("FR", "FR", "None", "FR US"),
            "TechnicalDataLocationNotAccepted"),
        example(
            "19.2.e",
            "support-location",
            NONE,
            c -> c.operations = operations("FR", "FR US", "Listed", "FR"),
            c -> c.operations = operations("FR", "FR US", "Unrestricted", "FR"),
            "NonEUSupportNotAccepted"),
        example(
            "19.1.c",
            "governing-law",
            NONE,
            c -> c.legalEntity = under("IE"),
            c -> c.legalEntity = under("US"),
            "LawNotAccepted"),
        example(
            "19.6.a",
            "seat-in-eu",
            NONE,
            c -> c.legalEntity = seated("DE"),
            c -> c.legalEntity = seated("US"),
            "SeatOutsideEU"),
        example(
            "19.6.b",
            "ownership-thresholds",
            NONE,
            c -> c.holders(owner("US", "24"), owner("FR", "76")),
            c -> c.holders(owner("US", "24.01"), owner("FR", "75.99")),
            "IndividualShareTooHigh"),
        example(
            "19.6.b",
            "no-foreign-control",
            NONE,
            c -> c.veto = false,
            c -> c.veto = true,
            "ForeignVeto"),
        example(
            "19.6.c",
            "supplier-access",
            NONE,
            c -> c.suppliers = List.of(supplier("V", "US", "US", false, "OwnSkills")),
            c -> c.suppliers = List.of(supplier("V", "US", "US", true, "OwnSkills")),
            "SupplierHasAccess"),
        example(
            "19.6.d",
            "operating-autonomy",
            NONE,
            c -> c.suppliers = List.of(supplier("V", "US", "US", false, "TwoSuppliers")),
            c -> c.suppliers = List.of(supplier("V", "US", "US", false, "None")),
            "AutonomyNotAccepted"),
        example(
            "4",
            "homologation",
            NONE,
            c -> homologated(c, "2026-03-01"),
            c -> homologated(c, "2026-02-28"),
            "HomologationExpired"));
  }

  private static Provider.LegalEntity under(String law) {
    return new Provider.LegalEntity("Example SAS", "FR", "FR", "FR", law, Case.SIGNED);
  }

  private static Provider.LegalEntity seated(String country) {
    return new Provider.LegalEntity("Example SAS", "FR", country, "FR", "FR", Case.SIGNED);
  }

  private static Provider.Holder owner(String country, String percent) {
    return holder("H-" + country, "Example SAS", country, country, percent, percent);
  }

  private static void homologated(Case c, String until) {
    c.dataClasses = List.of("Health");
    c.homologations =
        List.of(
            new Zone.Homologation(
                "H-1",
                c.dataClasses,
                LocalDate.parse("2025-01-01"),
                LocalDate.parse(until),
                Case.SIGNED));
  }
}
