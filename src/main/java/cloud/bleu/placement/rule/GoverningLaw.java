package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import java.util.List;

/** The agreements are under the law of one of the countries (SecNumCloud 19.1.c). */
public record GoverningLaw() implements ProviderRule {

  private static final List<String> UNION = List.of("EU");

  private static final Declaration DECLARATION =
      new Declaration(
              "governing-law",
              "The provider's agreements are under the law of one of the countries.",
              List.of(
                  RuleParameter.of(
                          "countries",
                          RuleParameter.Type.CountryList,
                          "ISO 3166-1 alpha-2 codes, EU or EEA.")
                      .looserWith(RuleParameter.Looser.More)
                      .orElse("[EU]")
                      .mustBeGiven()),
              List.of("19.1.c"),
              List.of("LawNotAccepted", "LawUnknown", "ProviderUnknown"))
          .reading("CloudProvider.spec.legalEntity");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> requirements(Parameters parameters) {
    return Territory.withinEU(parameters.texts("countries", UNION))
        ? DECLARATION.requirements()
        : List.of();
  }

  @Override
  public Verdict evaluate(Provider provider, Parameters parameters) {
    Provider.LegalEntity entity = provider.legalEntity();
    String law = entity == null ? null : entity.governingLaw();
    Origin origin = entity == null ? Origin.Assumed : entity.provenance().basis().origin();
    if (law == null || !Territory.isCountry(law)) {
      return Verdict.unknown(
          "LawUnknown",
          origin,
          Message.of("law.unknown", "provider", provider.name()),
          Message.of("do.stateLaw"));
    }
    List<String> accepted = parameters.texts("countries", UNION);
    return Territory.contains(accepted, law, null)
        ? Verdict.pass(origin, Message.of("law.holds", "provider", provider.name(), "law", law))
        : Verdict.reject(
            "LawNotAccepted",
            origin,
            Message.of(
                "law.notAccepted",
                "provider",
                provider.name(),
                "law",
                law,
                "accepted",
                Territory.inOrder(accepted)),
            Message.of("do.providerUnderLaw"));
  }
}
