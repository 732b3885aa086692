package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.StatedCountry;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import java.util.List;

/**
 * Data is stored and processed in the countries that the policy names (SecNumCloud 19.2.b). Where a
 * contract or a signed document tells the place, the provider told it (19.2.a); a refusal of a
 * place that is known says nothing of that. A zone of which nobody says where it is is {@code
 * Unknown}.
 */
public record DataLocation() implements ZoneRule {

  private static final List<String> UNION = List.of("EU");

  private static final Declaration DECLARATION =
      new Declaration(
              "data-location",
              "The zone is stated to lie in one of the countries.",
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
    return Territory.withinEU(parameters.texts("countries", UNION)) ? List.of("19.2.b") : List.of();
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  /**
   * The text asks that the provider documents the place and tells it: what the press says or
   * somebody assumes shows the contrary.
   */
  private static boolean isTold(Provenance provenance) {
    return provenance.basis() == Basis.Contract || provenance.basis() == Basis.SignedDocument;
  }

  @Override
  public Verdict evaluate(Question question) {
    Verdict verdict = verdict(question);
    boolean speaksOfTelling =
        switch (verdict.result()) {
          case Pass -> isTold(question.zone().location().provenance());
          case Unknown -> true;
          default -> false;
        };
    return speaksOfTelling ? verdict.serving(List.of("19.2.a")) : verdict;
  }

  private static Verdict verdict(Question question) {
    List<String> countries = question.parameters().texts("countries", UNION);
    return StatedCountry.verdict(
        question.zone(),
        countries,
        "CountryNotAccepted",
        country ->
            Message.of(
                "country.notAccepted",
                "country",
                country,
                "accepted",
                Territory.inOrder(countries)),
        country -> Message.of("do.zoneThere"));
  }
}
