package cloud.bleu.evidence.record;

import cloud.bleu.placement.model.Provider;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A provider whose holders have pseudonyms, as some of them are natural persons. The company itself
 * keeps its names. One holder has one pseudonym, so it stays visible who holds whom.
 */
public final class ProviderPseudonyms {

  private ProviderPseudonyms() {}

  /**
   * A copy with pseudonyms. Every rule answers as before: none compares the name of a holder with a
   * text.
   */
  public static Provider of(Provider provider, UnaryOperator<String> pseudonym) {
    Provider.Ownership ownership = provider.ownership();
    if (ownership == null || ownership.holders().isEmpty()) {
      return provider;
    }
    Set<String> kept = new HashSet<>(Set.of("", provider.name()));
    kept.add(provider.displayName());
    Provider.LegalEntity entity = provider.legalEntity();
    if (entity != null) {
      kept.add(entity.name());
    }
    UnaryOperator<String> name = n -> kept.contains(n) ? n : pseudonym.apply(n);
    return new Provider(
        provider.name(),
        provider.displayName(),
        entity,
        new Provider.Ownership(
            ownership.holders().stream()
                .map(
                    h ->
                        new Provider.Holder(
                            name.apply(h.name()),
                            name.apply(h.of()),
                            h.country(),
                            h.controlledFrom(),
                            h.capitalPercent(),
                            h.votesPercent(),
                            h.listed()))
                .toList(),
            ownership.vetoOutsideEU(),
            ownership.appointmentOutsideEU(),
            ownership.provenance()),
        provider.suppliers(),
        provider.operations(),
        provider.offerings());
  }
}
