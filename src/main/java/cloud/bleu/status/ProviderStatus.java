package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.CloudProviderStatus;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.ownership.Shareholding;
import cloud.bleu.status.fact.FactDue;
import cloud.bleu.status.fact.FactDues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The status of a CloudProvider: what follows from its facts today, for offerings and never for the
 * company as such.
 */
public final class ProviderStatus {

  private static final String SCHEME = "SecNumCloud";

  private static final String OWNERSHIP = "ownership-thresholds";

  /** The condition of a provider of whose offering a qualification has ended, and none replaces. */
  public static final String LAPSED = "QualificationLapsed";

  private ProviderStatus() {}

  /**
   * The status of a provider.
   *
   * @param errors of its spec, as sentences; what is in error is left out of the facts and so not
   *     known
   * @param notes what is legal in its spec and still worth knowing, as sentences
   * @param now decides what day it is in Europe/Paris
   */
  public static CloudProviderStatus of(
      CloudProvider object,
      Provider provider,
      List<String> errors,
      List<String> notes,
      Estate estate,
      Instant now) {
    LocalDate today = now.atZone(ZoneRule.PARIS).toLocalDate();
    Shareholding shares = Shareholding.of(provider);
    CloudProviderStatus old = object.getStatus();
    Long generation = object.getMetadata().getGeneration();
    List<DesiredCondition> wanted = new ArrayList<>(summary(errors, notes));
    wanted.add(ownership(provider));
    DesiredCondition lapse =
        LapseCondition.of(FactDues.of(estate).of(object, provider, today), now);
    if (lapse != null) {
      wanted.add(lapse);
    }
    List<OfferingStanding> standings =
        provider.offerings().stream().map(o -> new OfferingStanding(provider, o, today)).toList();
    List<String> lapsed = standings.stream().flatMap(s -> s.lapsed().stream()).toList();
    if (!lapsed.isEmpty()) {
      wanted.add(
          DesiredCondition.yes(
              LAPSED,
              "Expired",
              "record the renewal with its source, or what asks for it may be in breach: "
                  + String.join("; ", lapsed)));
    }
    return new CloudProviderStatus(
        generation == null ? 0 : generation,
        Conditions.next(
            old == null ? List.of() : old.conditions(),
            wanted,
            generation == null ? 0 : generation,
            now),
        stated(provider, shares) ? text(shares.capital().nonEU()) : null,
        stated(provider, shares) ? text(shares.votes().nonEU()) : null,
        stated(provider, shares)
            ? text(shares.capital().unresolved().max(shares.votes().unresolved()))
            : null,
        standings.stream()
            .map(s -> new CloudProviderStatus.OfferingStatus(s.offering().name(), s.best(SCHEME)))
            .toList(),
        nextExpiry(provider, today),
        (int) estate.zones().stream().filter(z -> z.provider().equals(provider.name())).count());
  }

  private static List<DesiredCondition> summary(List<String> errors, List<String> notes) {
    if (!errors.isEmpty()) {
      return Conditions.stalled("InvalidSpec", String.join("; ", errors));
    }
    String understood = "the facts were read; what they are worth is in each verdict";
    return Conditions.ready(
        "Understood",
        notes.isEmpty() ? understood : understood + "; note: " + String.join("; ", notes));
  }

  /** The answer of the rule to the thresholds of the text, which a policy may set lower. */
  private static DesiredCondition ownership(Provider provider) {
    String type = "OwnershipWithinThresholds";
    if (!(Catalogue.rule(OWNERSHIP) instanceof ProviderRule rule)) {
      throw new IllegalStateException("no rule on providers of id " + OWNERSHIP);
    }
    Parameters defaults = Parameters.of(Map.of());
    Verdict verdict = rule.evaluate(provider, defaults);
    String message =
        verdict.message() + " (SecNumCloud " + String.join(", ", rule.requirements(defaults)) + ")";
    return switch (verdict.result()) {
      case Pass -> DesiredCondition.yes(type, "WithinThresholds", message);
      case Reject -> DesiredCondition.no(type, verdict.code(), message);
      default -> DesiredCondition.unknown(type, verdict.code(), message);
    };
  }

  private static boolean stated(Provider provider, Shareholding shares) {
    return provider.ownership() != null
        && !provider.ownership().holders().isEmpty()
        && shares.contradictions().isEmpty();
  }

  private static @Nullable String nextExpiry(Provider provider, LocalDate today) {
    return FactDues.windows(provider, today).stream()
        .map(FactDue::last)
        .filter(Objects::nonNull)
        .filter(until -> !until.isBefore(today))
        .min(Comparator.naturalOrder())
        .map(LocalDate::toString)
        .orElse(null);
  }

  /** Rounded up, so that what exceeds a threshold does not look like it. */
  private static String text(BigDecimal percent) {
    BigDecimal shown = percent.setScale(6, RoundingMode.CEILING).stripTrailingZeros();
    return shown.signum() == 0 ? "0" : shown.toPlainString();
  }
}
