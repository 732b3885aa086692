package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.catalogue.StatedPlaces;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import java.util.List;

/**
 * Technical data of the service (identities, logs of the infrastructure, directory, certificates,
 * access configuration) stays in the countries that the policy names (SecNumCloud 19.2.d).
 */
public record TechnicalDataLocation() implements ProviderRule {

  private static final StatedPlaces PLACES =
      new StatedPlaces(
          "TechnicalDataLocation", "technicalDataIn", Provider.Operations::technicalDataIn);

  private static final Declaration DECLARATION =
      new Declaration(
              "technical-data-location",
              "The provider keeps the technical data of its services in the countries.",
              PLACES.parameters(),
              List.of("19.2.d"),
              PLACES.codes())
          .reading("CloudProvider.spec.operations");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> requirements(Parameters parameters) {
    return PLACES.asStrictAsTheText(parameters) ? DECLARATION.requirements() : List.of();
  }

  @Override
  public Verdict evaluate(Provider provider, Parameters parameters) {
    return PLACES.verdict(provider, parameters);
  }
}
