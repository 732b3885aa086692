package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Places from which a provider runs its services against those that a policy accepts.
 *
 * @param code with which the codes begin: {@code Administration}
 * @param field under {@code spec.operations}, for advice
 * @param stated the places, all of them; empty when not known
 */
public record StatedPlaces(
    String code, String field, Function<Provider.Operations, List<String>> stated) {

  private static final List<String> UNION = List.of("EU");

  /** What a rule of this form takes. */
  public List<RuleParameter> parameters() {
    return List.of(
        RuleParameter.of(
                "countries", RuleParameter.Type.CountryList, "ISO 3166-1 alpha-2 codes, EU or EEA.")
            .looserWith(RuleParameter.Looser.More)
            .orElse("[EU]")
            .mustBeGiven());
  }

  /** What it can answer: {@code AdministrationNotAccepted}, {@code AdministrationUnknown}. */
  public List<String> codes() {
    return Stream.of(code + "NotAccepted", code + "Unknown", "ProviderUnknown").sorted().toList();
  }

  /** Whether no country is accepted that lies outside the European Union. */
  public boolean asStrictAsTheText(Parameters parameters) {
    return Territory.withinEU(parameters.texts("countries", UNION));
  }

  /** Whether every place is accepted. */
  public Verdict verdict(Provider provider, Parameters parameters) {
    Provider.Operations operations = provider.operations();
    List<String> places = operations == null ? List.of() : stated.apply(operations);
    if (operations == null || places.isEmpty()) {
      return Verdict.unknown(
          code + "Unknown",
          operations == null ? Origin.Assumed : operations.provenance().basis().origin(),
          Message.of("places.unknown", "field", field, "provider", provider.name()),
          Message.of("do.stateOperations", "field", field));
    }
    Origin origin = operations.provenance().basis().origin();
    List<String> accepted = parameters.texts("countries", UNION);
    List<String> outside = new ArrayList<>();
    List<String> unclear = new ArrayList<>();
    for (String place : new TreeSet<>(places)) {
      @Nullable Boolean in = Territory.covers(accepted, place);
      if (in == null) {
        unclear.add(place);
      } else if (!in) {
        outside.add(place);
      }
    }
    if (!outside.isEmpty()) {
      return Verdict.reject(
          code + "NotAccepted",
          origin,
          places("places.refused", provider, outside, accepted),
          Message.of("do.otherProvider"));
    }
    if (!unclear.isEmpty()) {
      return Verdict.unknown(
          code + "Unknown",
          origin,
          places("places.unclear", provider, unclear, accepted),
          Message.of("do.stateCountries", "field", field));
    }
    return Verdict.pass(
        origin,
        Message.of(
            "places.accepted",
            "field",
            field,
            "provider",
            provider.name(),
            "places",
            Territory.inOrder(places)));
  }

  private Message places(
      String key, Provider provider, List<String> places, List<String> accepted) {
    return Message.of(
        key,
        "field",
        field,
        "provider",
        provider.name(),
        "places",
        places,
        "accepted",
        Territory.inOrder(accepted));
  }
}
