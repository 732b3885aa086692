package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.ownership.ForeignSuppliers;
import java.util.List;

/**
 * The provider goes on operating without any supplier that sits or is controlled outside the
 * European Union: by its own skills, with another supplier, or because the supplier is qualified
 * itself (SecNumCloud 19.6.d).
 */
public record OperatingAutonomy() implements ProviderRule {

  private static final ForeignSuppliers SUPPLIERS =
      new ForeignSuppliers("AutonomyNotAccepted", "AutonomyUnknown");

  private static final List<String> BY_THE_TEXT =
      List.of("OwnSkills", "TwoSuppliers", "SupplierQualified");
  private static final List<String> KNOWN =
      List.of("OwnSkills", "TwoSuppliers", "SupplierQualified", "None");

  private static final Declaration DECLARATION =
      new Declaration(
              "operating-autonomy",
              "The provider goes on operating without its suppliers from outside the European"
                  + " Union.",
              List.of(
                  RuleParameter.of(
                          "accept",
                          RuleParameter.Type.TextList,
                          "Ways to go on without a supplier that are accepted.")
                      .looserWith(RuleParameter.Looser.More)
                      .oneOf(KNOWN.toArray(String[]::new))
                      .orElse("[OwnSkills, TwoSuppliers, SupplierQualified]")
                      .mustBeGiven()),
              List.of("19.6.d"),
              SUPPLIERS.codes())
          .reading("CloudProvider.spec.suppliers");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> requirements(Parameters parameters) {
    return BY_THE_TEXT.containsAll(parameters.texts("accept", BY_THE_TEXT))
        ? DECLARATION.requirements()
        : List.of();
  }

  /** How, for each supplier that does not sit and stay in the Union. */
  private static List<Message> ways(Provider provider) {
    return provider.suppliers().stream()
        .filter(s -> !Boolean.FALSE.equals(s.outsideEU()))
        .map(s -> Message.of("autonomy.way", "supplier", s.name(), "way", s.autonomy()))
        .sorted()
        .toList();
  }

  @Override
  public Verdict evaluate(Provider provider, Parameters parameters) {
    List<String> accepted = parameters.texts("accept", BY_THE_TEXT);
    return SUPPLIERS.verdict(
        provider,
        supplier ->
            KNOWN.contains(String.valueOf(supplier.autonomy()))
                ? (Boolean) accepted.contains(String.valueOf(supplier.autonomy()))
                : null,
        "autonomy.notAccepted",
        "autonomy.unknown",
        "autonomy",
        // Suppliers that nobody records are seen by no rule.
        Message.of(
            "autonomy.holds",
            "provider",
            provider.name(),
            "ways",
            ways(provider),
            "recorded",
            provider.suppliers().size()));
  }
}
