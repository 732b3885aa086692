package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.ownership.Shareholding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Nobody outside the European Union holds more than a threshold of the provider, alone or together,
 * of its capital or of its votes (SecNumCloud 19.6.b; vetoes and appointments, which it speaks of
 * too, are not looked at here).
 */
public record OwnershipThresholds() implements ProviderRule {

  private static final BigDecimal INDIVIDUAL = new BigDecimal("24");
  private static final BigDecimal COLLECTIVE = new BigDecimal("39");
  private static final int SHOWN_DECIMALS = 6;

  private static final Declaration DECLARATION =
      new Declaration(
              "ownership-thresholds",
              "Holders outside the European Union have no more than a threshold of the provider's capital and"
                  + " of its votes, each alone and all together.",
              List.of(
                  RuleParameter.of(
                          "individualPercent",
                          RuleParameter.Type.Decimal,
                          "The most that one holder may have.")
                      .looserWith(RuleParameter.Looser.More)
                      .between(0, 100)
                      .orElse(INDIVIDUAL.toPlainString()),
                  RuleParameter.of(
                          "collectivePercent",
                          RuleParameter.Type.Decimal,
                          "The most that all together may have.")
                      .looserWith(RuleParameter.Looser.More)
                      .between(0, 100)
                      .orElse(COLLECTIVE.toPlainString())),
              List.of("19.6.b"),
              List.of(
                  "CollectiveShareTooHigh",
                  "IndividualShareTooHigh",
                  "OwnershipInconsistent",
                  "OwnershipUnknown",
                  "OwnershipUnresolved",
                  "ProviderUnknown"))
          .reading("CloudProvider.spec.ownership");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> requirements(Parameters parameters) {
    return individual(parameters).compareTo(INDIVIDUAL) <= 0
            && collective(parameters).compareTo(COLLECTIVE) <= 0
        ? DECLARATION.requirements()
        : List.of();
  }

  @Override
  public List<String> contradictions(Parameters parameters) {
    return individual(parameters).compareTo(collective(parameters)) > 0
        ? List.of(
            "individualPercent is above collectivePercent, which one holder alone would exceed; lower it")
        : List.of();
  }

  @Override
  public Verdict evaluate(Provider provider, Parameters parameters) {
    Provider.Ownership ownership = provider.ownership();
    if (ownership == null || ownership.holders().isEmpty()) {
      return Verdict.unknown(
          "OwnershipUnknown",
          Origin.Assumed,
          "nothing is known of the holders of provider " + provider.name(),
          "state spec.ownership of the provider");
    }
    Origin origin = ownership.provenance().basis().origin();
    Shareholding shares = Shareholding.of(provider);
    if (!shares.contradictions().isEmpty()) {
      return Verdict.unknown(
          "OwnershipInconsistent",
          origin,
          "the holders of provider "
              + provider.name()
              + " contradict themselves: "
              + String.join(", ", shares.contradictions()),
          "correct spec.ownership of the provider");
    }
    return compare(parameters, provider.name(), shares, origin);
  }

  private static Verdict compare(
      Parameters parameters, String provider, Shareholding shares, Origin origin) {
    BigDecimal individual = individual(parameters);
    BigDecimal collective = collective(parameters);
    List<String> alone = new ArrayList<>();
    List<String> together = new ArrayList<>();
    List<String> open = new ArrayList<>();
    SortedSet<String> undecided = new TreeSet<>();
    for (String kind : List.of("capital", "votes")) {
      Shareholding.Share share = kind.equals("capital") ? shares.capital() : shares.votes();
      if (share.nonEU().compareTo(collective) > 0) {
        together.add(
            "holders outside the EU have "
                + shown(share.nonEU())
                + " % of the "
                + kind
                + " of "
                + provider
                + reading(share.nonEU(), share.multiplied())
                + ", accepted: "
                + shown(collective));
      }
      if (share.largestNonEU().compareTo(individual) > 0) {
        alone.add(
            share.largestHolder()
                + (share.largestControlledFrom().isEmpty()
                    ? ""
                    : ", controlled from " + String.join(", ", share.largestControlledFrom()) + ",")
                + " has "
                + shown(share.largestNonEU())
                + " % of the "
                + kind
                + " of "
                + provider
                + reading(share.largestNonEU(), share.largestMultiplied())
                + ", accepted: "
                + shown(individual));
      }
      if (share.unnamedTogether().compareTo(individual) > 0) {
        open.add(
            "it is not known who controls "
                + String.join(", ", share.unnamed())
                + ", behind whom may be one holder with "
                + shown(share.unnamedTogether())
                + " % of the "
                + kind
                + " of "
                + provider);
      } else if (share.nonEU().add(share.unresolved()).compareTo(collective) > 0
          || share.largestPossible().compareTo(individual) > 0) {
        open.add(
            "it is not known who holds "
                + shown(share.unresolved())
                + " % of the "
                + kind
                + " of "
                + provider
                + (share.undecided().isEmpty()
                    ? ""
                    : " in the end, nor where "
                        + String.join(", ", share.undecided())
                        + (share.undecided().size() == 1 ? " is" : " are")
                        + " controlled from"));
        undecided.addAll(share.undecided());
      }
    }
    String next = "use a zone of another provider";
    if (!alone.isEmpty()) {
      alone.addAll(together);
      return Verdict.reject("IndividualShareTooHigh", origin, String.join(", ", alone), next);
    }
    if (!together.isEmpty()) {
      return Verdict.reject("CollectiveShareTooHigh", origin, String.join(", ", together), next);
    }
    if (!open.isEmpty()) {
      return Verdict.unknown(
          "OwnershipUnresolved",
          origin,
          String.join(", ", open),
          undecided.isEmpty()
              ? "state the missing holders, their seat and who controls them"
              : "state country and controlledFrom of "
                  + String.join(", ", undecided)
                  + " under spec.ownership.holders of the provider, and holders who are missing there");
    }
    return Verdict.pass(
        origin,
        "of holders outside the EU "
            + recorded("capital", shares.capital())
            + " and "
            + recorded("votes", shares.votes())
            + " of "
            + provider
            + " are recorded");
  }

  /** What is not recorded is not zero: it is said beside what is. */
  private static String recorded(String kind, Shareholding.Share share) {
    return shown(share.nonEU())
        + " % of the "
        + kind
        + reading(share.nonEU(), share.multiplied())
        + (share.unresolved().signum() == 0
            ? ""
            : " (beside "
                + shown(share.unresolved())
                + " % of which it is not recorded who holds them in the end)");
  }

  /**
   * Says where a figure is a reading of the text: it says "directly or indirectly" and leaves open
   * how; control from outside counts in full here, if that is more.
   */
  private static String reading(BigDecimal counted, BigDecimal multiplied) {
    return counted.compareTo(multiplied) > 0
        ? " (interpretation: who is controlled from outside counts in full; multiplied along the"
            + " chain it is "
            + shown(multiplied)
            + " %)"
        : "";
  }

  private static BigDecimal individual(Parameters parameters) {
    return parameters.decimal("individualPercent", INDIVIDUAL);
  }

  private static BigDecimal collective(Parameters parameters) {
    return parameters.decimal("collectivePercent", COLLECTIVE);
  }

  /** Rounded up, so that what exceeds a threshold does not look like it. */
  private static String shown(BigDecimal percent) {
    BigDecimal rounded =
        percent.setScale(SHOWN_DECIMALS, RoundingMode.CEILING).stripTrailingZeros();
    return rounded.toPlainString();
  }
}
