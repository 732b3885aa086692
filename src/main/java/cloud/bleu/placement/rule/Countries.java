package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import cloud.bleu.placement.model.Zone;
import java.util.List;

/** The countries that the owner of a workload wants it in, whatever a policy asks. */
public record Countries() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
              "countries",
              "The zone is stated to lie in one of the countries that the workload asks for.",
              List.of(
                  RuleParameter.of(
                          "countries",
                          RuleParameter.Type.CountryList,
                          "ISO 3166-1 alpha-2 codes, EU or EEA.")
                      .looserWith(RuleParameter.Looser.More)
                      .mustBeGiven()),
              List.of(),
              List.of("CountryNotAllowed", "CountryUnknown"))
          .reading("AvailabilityZone.spec.location");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  public Verdict evaluate(Question question) {
    List<String> countries = question.parameters().texts("countries", List.of());
    if (countries.isEmpty()) {
      return Verdict.notApplicable("no country is asked for");
    }
    Zone.Location location = question.zone().location();
    Origin origin = location.provenance().basis().origin();
    String country = location.country();
    if (country == null || !Territory.isCountry(country)) {
      return Verdict.unknown(
          "CountryUnknown",
          origin,
          "the country of the zone is not known",
          "state spec.location.country of the zone as an ISO 3166-1 alpha-2 code");
    }
    if (Territory.contains(countries, country, location.subdivision())) {
      return Verdict.pass(origin, "the zone is stated to lie in " + country);
    }
    return Verdict.reject(
        "CountryNotAllowed",
        origin,
        "the zone is stated to lie in " + country + ", asked for: " + Territory.listed(countries),
        "use a zone in one of these or add " + country + " to spec.residency.countries");
  }
}
