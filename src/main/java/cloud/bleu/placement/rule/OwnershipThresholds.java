package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.ownership.RecordedShares;
import cloud.bleu.placement.ownership.Shareholding;
import java.math.BigDecimal;
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

  private static final Declaration DECLARATION =
      new Declaration(
              "ownership-thresholds",
              "Holders outside the European Union have no more than a threshold of the provider's"
                  + " capital and of its votes, each alone and all together.",
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
            "individualPercent is above collectivePercent, which one holder alone would exceed;"
                + " lower it")
        : List.of();
  }

  @Override
  public Verdict evaluate(Provider provider, Parameters parameters) {
    Provider.Ownership ownership = provider.ownership();
    if (ownership == null || ownership.holders().isEmpty()) {
      return Verdict.unknown(
          "OwnershipUnknown",
          Origin.Assumed,
          Message.of("ownership.unknown", "provider", provider.name()),
          Message.of("do.stateOwnership"));
    }
    Origin origin = ownership.provenance().basis().origin();
    Shareholding shares = Shareholding.of(provider);
    if (!shares.contradictions().isEmpty()) {
      return Verdict.unknown(
          "OwnershipInconsistent",
          origin,
          Message.of(
              "ownership.contradictory",
              "provider",
              provider.name(),
              "contradictions",
              shares.contradictions()),
          Message.of("do.correctOwnership"));
    }
    return compare(parameters, provider.name(), shares, origin);
  }

  private static Verdict compare(
      Parameters parameters, String provider, Shareholding shares, Origin origin) {
    List<Message> alone = new ArrayList<>();
    List<Message> together = new ArrayList<>();
    List<Message> open = new ArrayList<>();
    SortedSet<String> undecided = new TreeSet<>();
    for (String kind : List.of("capital", "votes")) {
      Shareholding.Share share = kind.equals("capital") ? shares.capital() : shares.votes();
      Compared compared =
          new Compared(provider, kind, share, individual(parameters), collective(parameters));
      if (compared.isTooMuchTogether()) {
        together.add(compared.together());
      }
      if (compared.isTooMuchAlone()) {
        alone.add(compared.alone());
      }
      if (compared.lacksHolders()) {
        open.add(compared.unnamed());
      } else if (compared.mayBeTooMuch()) {
        open.add(compared.unresolved());
        undecided.addAll(share.undecided());
      }
    }
    Message next = Message.of("do.otherProvider");
    if (!alone.isEmpty()) {
      alone.addAll(together);
      return Verdict.reject(
          "IndividualShareTooHigh", origin, Message.of("findings", "findings", alone), next);
    }
    if (!together.isEmpty()) {
      return Verdict.reject(
          "CollectiveShareTooHigh", origin, Message.of("findings", "findings", together), next);
    }
    if (!open.isEmpty()) {
      return Verdict.unknown(
          "OwnershipUnresolved",
          origin,
          Message.of("findings", "findings", open),
          undecided.isEmpty()
              ? Message.of("do.stateMissingHolders", "partly", shares.partly())
              : Message.of("do.stateHolders", "holders", undecided));
    }
    return Verdict.pass(origin, RecordedShares.text(shares, provider));
  }

  /**
   * The capital or the votes of a provider beside the thresholds.
   *
   * @param individual the most that one holder may have
   * @param collective the most that all together may have
   */
  private record Compared(
      String provider,
      String kind,
      Shareholding.Share share,
      BigDecimal individual,
      BigDecimal collective) {

    boolean isTooMuchTogether() {
      return share.nonEU().compareTo(collective) > 0;
    }

    Message together() {
      return Message.of(
          "ownership.together",
          "percent",
          RecordedShares.shown(share.nonEU()),
          "kind",
          kind,
          "provider",
          provider,
          "reading",
          RecordedShares.reading(share.nonEU(), share.multiplied()),
          "accepted",
          RecordedShares.shown(collective));
    }

    boolean isTooMuchAlone() {
      return share.largestNonEU().compareTo(individual) > 0;
    }

    Message alone() {
      return Message.of(
          "ownership.alone",
          "holder",
          share.largestHolder(),
          "from",
          share.largestControlledFrom(),
          "percent",
          RecordedShares.shown(share.largestNonEU()),
          "kind",
          kind,
          "provider",
          provider,
          "reading",
          RecordedShares.reading(share.largestNonEU(), share.largestMultiplied()),
          "accepted",
          RecordedShares.shown(individual));
    }

    /** Whether holders that nobody names may be one who has too much. */
    boolean lacksHolders() {
      return share.unnamedTogether().compareTo(individual) > 0;
    }

    Message unnamed() {
      return Message.of(
          "ownership.unnamed",
          "holders",
          share.unnamed(),
          "percent",
          RecordedShares.shown(share.unnamedTogether()),
          "kind",
          kind,
          "provider",
          provider);
    }

    /** Whether it would be too much if what is not known lay outside. */
    boolean mayBeTooMuch() {
      return share.nonEU().add(share.unresolved()).compareTo(collective) > 0
          || share.largestPossible().compareTo(individual) > 0;
    }

    Message unresolved() {
      return Message.of(
          "ownership.unresolved",
          "percent",
          RecordedShares.shown(share.unresolved()),
          "kind",
          kind,
          "provider",
          provider,
          "holders",
          share.undecided());
    }
  }

  private static BigDecimal individual(Parameters parameters) {
    return parameters.decimal("individualPercent", INDIVIDUAL);
  }

  private static BigDecimal collective(Parameters parameters) {
    return parameters.decimal("collectivePercent", COLLECTIVE);
  }
}
