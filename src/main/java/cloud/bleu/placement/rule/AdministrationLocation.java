package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.catalogue.StatedPlaces;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import java.util.List;

/**
 * The service is administered and supervised from the countries that the policy names (SecNumCloud
 * 19.2.c). The text asks for the place, not for the nationality of those who sit there.
 */
public record AdministrationLocation() implements ProviderRule {

  private static final StatedPlaces PLACES =
      new StatedPlaces(
          "AdministrationLocation", "administrationFrom", Provider.Operations::administrationFrom);

  private static final Declaration DECLARATION =
      new Declaration(
              "administration-location",
              "The provider administers and supervises its services from the countries.",
              PLACES.parameters(),
              List.of("19.2.c"),
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
