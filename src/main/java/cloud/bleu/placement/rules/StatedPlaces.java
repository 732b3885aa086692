package cloud.bleu.placement.rules;

import cloud.bleu.placement.estate.Verdict;
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
 * @param does what happens there, after the provider's name: {@code keeps technical data}
 * @param where how to ask for the place: {@code where}, {@code from where}
 * @param stated the places, all of them; empty when not known
 */
public record StatedPlaces(
    String code,
    String field,
    String does,
    String where,
    Function<Provider.Operations, List<String>> stated) {

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

  private String preposition() {
    return where.startsWith("from") ? "from" : "in";
  }

  /** Whether every place is accepted. */
  public Verdict verdict(Provider provider, Parameters parameters) {
    Provider.Operations operations = provider.operations();
    List<String> places = operations == null ? List.of() : stated.apply(operations);
    if (operations == null || places.isEmpty()) {
      return Verdict.unknown(
          code + "Unknown",
          operations == null ? Origin.Assumed : operations.provenance().basis().origin(),
          "it is not known " + where + " provider " + provider.name() + " " + does,
          "state spec.operations." + field + " of the provider");
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
    String subject = "provider " + provider.name() + " " + does + " " + preposition() + " ";
    if (!outside.isEmpty()) {
      return Verdict.reject(
          code + "NotAccepted",
          origin,
          subject + String.join(", ", outside) + ", accepted: " + Territory.listed(accepted),
          "use a zone of another provider");
    }
    if (!unclear.isEmpty()) {
      return Verdict.unknown(
          code + "Unknown",
          origin,
          subject
              + String.join(", ", unclear)
              + ", of which not all is accepted: "
              + Territory.listed(accepted),
          "state the countries under spec.operations." + field + " of the provider");
    }
    return Verdict.pass(origin, subject + Territory.listed(places));
  }
}
