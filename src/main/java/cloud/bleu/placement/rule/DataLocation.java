package cloud.bleu.placement.rule;

import cloud.bleu.placement.Origin;
import cloud.bleu.placement.Parameters;
import cloud.bleu.placement.RuleParameter;
import cloud.bleu.placement.Territory;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneRule;
import java.util.List;

/**
 * Data is stored and processed in the countries that the policy names (SecNumCloud 19.2.b), and the
 * customer knows where (19.2.a): a zone of which nobody says it is {@code Unknown}.
 */
public record DataLocation() implements ZoneRule {

  private static final List<String> UNION = List.of("EU");

  private static final Declaration DECLARATION =
      new Declaration(
              "data-location",
              "The zone lies in one of the countries.",
              List.of(
                  RuleParameter.of(
                          "countries",
                          RuleParameter.Type.CountryList,
                          "ISO 3166-1 alpha-2 codes, EU or EEA.")
                      .looserWith(RuleParameter.Looser.More)
                      .orElse("[EU]")
                      .mustBeGiven()),
              List.of("19.2.a", "19.2.b"),
              List.of("CountryNotAccepted", "CountryUnknown"))
          .reading("AvailabilityZone.spec.location");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> requirements(Parameters parameters) {
    return Territory.withinEU(parameters.texts("countries", UNION))
        ? DECLARATION.requirements()
        : List.of("19.2.a");
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  public Verdict evaluate(Question question) {
    List<String> countries = question.parameters().texts("countries", UNION);
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
      return Verdict.pass(origin, "data stays in " + country);
    }
    return Verdict.reject(
        "CountryNotAccepted",
        origin,
        "the zone lies in " + country + ", accepted: " + Territory.listed(countries),
        "use a zone in one of these");
  }
}
