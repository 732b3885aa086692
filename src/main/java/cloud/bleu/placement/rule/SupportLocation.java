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
      return unknown(Origin.Assumed, provider, "where", "supportFrom", "nonEUSupport");
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
          Message.of("support.contradictory", "provider", provider.name(), "places", outsideEU),
          Message.of("do.correctOperations"));
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
          Message.of(
              "support.refused",
              "provider",
              provider.name(),
              "places",
              outside,
              "accepted",
              Territory.inOrder(accepted)),
          Message.of("do.otherProvider"));
    }
    boolean all = from.stream().allMatch(p -> Boolean.TRUE.equals(Territory.covers(accepted, p)));
    return from.isEmpty() || !all ? unknown(origin, provider, "countries", "supportFrom") : null;
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
          Message.of(
              "support.inconsistent", "provider", provider.name(), "places", from, "form", form),
          Message.of("do.correctOperations"));
    }
    if (NONE.equals(form) || (onlyEU && form == null)) {
      return Verdict.pass(origin, Message.of("support.none", "provider", provider.name()));
    }
    if (onlyEU) {
      return Verdict.pass(
          origin,
          Message.of(
              "support.fromUnion", "provider", provider.name(), "places", from, "form", form));
    }
    if (form == null) {
      return unknown(origin, provider, "form", "nonEUSupport");
    }
    return accepted.contains(form)
        ? Verdict.pass(
            origin, Message.of("support.holds", "provider", provider.name(), "form", form))
        : Verdict.reject(
            "NonEUSupportNotAccepted",
            origin,
            Message.of(
                "support.formRefused",
                "provider",
                provider.name(),
                "form",
                form,
                "accepted",
                Territory.inOrder(accepted)),
            Message.of("do.otherProvider"));
  }

  private static Verdict unknown(Origin origin, Provider provider, String what, String... fields) {
    return Verdict.unknown(
        "SupportLocationUnknown",
        origin,
        Message.of("support.unknown", "what", what, "provider", provider.name()),
        Message.of("do.stateSupport", "fields", List.of(fields)));
  }
}
