package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.StatedCountry;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
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
      return Verdict.notApplicable(Message.of("country.noneAsked"));
    }
    return StatedCountry.verdict(
        question.zone(),
        countries,
        "CountryNotAllowed",
        country ->
            Message.of(
                "country.notAsked", "country", country, "asked", Territory.inOrder(countries)),
        country -> Message.of("do.zoneThereOrAdd", "country", country));
  }
}
