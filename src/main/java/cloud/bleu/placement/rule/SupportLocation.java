package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Support from outside the European Union is none, or listed in the agreement and controlled and
 * supervised from the Union (SecNumCloud 19.2.e). The text allows it in that form; a policy may ask
 * for none, or for support from certain countries only.
 */
public record SupportLocation() implements ProviderRule {

  private static final String NONE = "None";
  private static final List<String> BY_THE_TEXT = List.of(NONE, "Listed");

  private static final Declaration DECLARATION =
      new Declaration(
              "support-location",
              "Support from outside the European Union is given only in the form that the policy"
                  + " accepts.",
              List.of(
                  RuleParameter.of(
                          "acceptNonEUSupport",
                          RuleParameter.Type.TextList,
                          "Forms of support from outside the European Union that are accepted.")
                      .looserWith(RuleParameter.Looser.More)
                      .oneOf(NONE, "Listed", "Unrestricted")
                      .orElse("[None, Listed]")
                      .mustBeGiven(),
                  RuleParameter.of(
                          "countries",
                          RuleParameter.Type.CountryList,
                          "Countries from which support may be given, ISO 3166-1 alpha-2 codes, EU or"
                              + " EEA; not given: any that acceptNonEUSupport allows.")
                      .looserWith(RuleParameter.Looser.MoreOrNone)),
              List.of("19.2.e"),
              List.of(
                  "NonEUSupportNotAccepted",
                  "ProviderUnknown",
                  "SupportInconsistent",
                  "SupportLocationNotAccepted",
                  "SupportLocationUnknown"))
          .reading("CloudProvider.spec.operations");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> requirements(Parameters parameters) {
    return BY_THE_TEXT.containsAll(parameters.texts("acceptNonEUSupport", BY_THE_TEXT))
        ? DECLARATION.requirements()
        : List.of();
  }

  @Override
  public Verdict evaluate(Provider provider, Parameters parameters) {
    Provider.Operations operations = provider.operations();
    if (operations == null) {
      return unknown(Origin.Assumed, provider, "from where", "supportFrom and nonEUSupport");
    }
    Origin origin = operations.provenance().basis().origin();
    TreeSet<String> from = new TreeSet<>(operations.supportFrom());
    Set<String> outsideEU =
        from.stream()
            .filter(place -> Boolean.FALSE.equals(Territory.covers(List.of("EU"), place)))
            .collect(Collectors.toCollection(TreeSet::new));
    String form = operations.nonEUSupport();
    if (NONE.equals(form) && !outsideEU.isEmpty()) {
      return Verdict.unknown(
          "SupportInconsistent",
          origin,
          "provider "
              + provider.name()
              + " states no support from outside the EU, and support from "
              + String.join(", ", outsideEU),
          "correct spec.operations of the provider");
    }
    Verdict byCountry = byCountry(provider, from, origin, parameters);
    return byCountry != null ? byCountry : byForm(provider, form, from, origin, parameters);
  }

  private static @Nullable Verdict byCountry(
      Provider provider, TreeSet<String> from, Origin origin, Parameters parameters) {
    List<String> accepted = parameters.texts("countries", List.of());
    if (accepted.isEmpty()) {
      return null;
    }
    List<String> outside =
        from.stream()
            .filter(place -> Boolean.FALSE.equals(Territory.covers(accepted, place)))
            .toList();
    if (!outside.isEmpty()) {
      return Verdict.reject(
          "SupportLocationNotAccepted",
          origin,
          "provider "
              + provider.name()
              + " gives support from "
              + String.join(", ", outside)
              + ", accepted: "
              + Territory.listed(accepted),
          "use a zone of another provider");
    }
    boolean all = from.stream().allMatch(p -> Boolean.TRUE.equals(Territory.covers(accepted, p)));
    return from.isEmpty() || !all
        ? unknown(origin, provider, "from which countries", "supportFrom")
        : null;
  }

  private static Verdict byForm(
      Provider provider,
      @Nullable String form,
      TreeSet<String> from,
      Origin origin,
      Parameters parameters) {
    List<String> accepted = parameters.texts("acceptNonEUSupport", BY_THE_TEXT);
    boolean onlyEU =
        !from.isEmpty()
            && from.stream().allMatch(p -> Boolean.TRUE.equals(Territory.covers(List.of("EU"), p)));
    if (onlyEU && form != null && !NONE.equals(form) && !accepted.contains(form)) {
      return Verdict.unknown(
          "SupportInconsistent",
          origin,
          "provider "
              + provider.name()
              + " states support from "
              + String.join(", ", from)
              + " only, and support from outside the EU that is "
              + form,
          "correct spec.operations of the provider");
    }
    if (NONE.equals(form) || (onlyEU && form == null)) {
      return Verdict.pass(
          origin, "provider " + provider.name() + " gives no support from outside the EU");
    }
    if (onlyEU) {
      return Verdict.pass(
          origin,
          "provider "
              + provider.name()
              + " gives support from "
              + String.join(", ", from)
              + ", and from outside the EU it would be "
              + form);
    }
    if (form == null) {
      return unknown(origin, provider, "whether and how from outside the EU", "nonEUSupport");
    }
    return accepted.contains(form)
        ? Verdict.pass(
            origin, "support of provider " + provider.name() + " from outside the EU is " + form)
        : Verdict.reject(
            "NonEUSupportNotAccepted",
            origin,
            "support of provider "
                + provider.name()
                + " from outside the EU is "
                + form
                + ", accepted: "
                + Territory.listed(accepted),
            "use a zone of another provider");
  }

  private static Verdict unknown(Origin origin, Provider provider, String what, String fields) {
    return Verdict.unknown(
        "SupportLocationUnknown",
        origin,
        "it is not known " + what + " provider " + provider.name() + " gives support",
        "state " + fields + " under spec.operations of the provider");
  }
}
