package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.StatedFact;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a provider states of itself and of its offerings, kind by kind. */
final class ProviderFacts {
  private ProviderFacts() {}

  /** Empty where it states nothing of the kind, and of kinds that are not a provider's. */
  static List<StatedFact> of(Provider provider, StatedFact.Kind kind) {
    Provider.LegalEntity entity = provider.legalEntity();
    Provider.Ownership ownership = provider.ownership();
    Provider.Operations operations = provider.operations();
    return switch (kind) {
      case LegalEntity ->
          entity == null
              ? List.of()
              : List.of(
                  ofProvider(kind, provider, entity.name(), seats(entity), entity.provenance()));
      case Ownership ->
          ownership == null
              ? List.of()
              : List.of(ofProvider(kind, provider, "", "", ownership.provenance()));
      case Operations ->
          operations == null
              ? List.of()
              : List.of(ofProvider(kind, provider, "", "", operations.provenance()));
      case Supplier ->
          provider.suppliers().stream()
              .map(s -> ofProvider(kind, provider, s.name(), words(s), s.provenance()))
              .toList();
      default -> List.of();
    };
  }

  private static StatedFact ofProvider(
      StatedFact.Kind kind, Provider provider, String name, String value, Provenance provenance) {
    return new StatedFact(
        kind,
        provider.name(),
        title(provider),
        "",
        name,
        "",
        value,
        true,
        provenance,
        StatedFact.Window.NONE);
  }

  /** Likewise of one of its offerings. */
  static List<StatedFact> of(Provider provider, Provider.Offering offering, StatedFact.Kind kind) {
    Provider.Agreement agreement = offering.agreement();
    return switch (kind) {
      case Offering -> List.of(ofOffering(kind, provider, offering, List.of(), null));
      case Layers ->
          offering.layers().isEmpty()
              ? List.of()
              : List.of(ofOffering(kind, provider, offering, offering.layers(), null));
      case Services ->
          offering.services().isEmpty()
              ? List.of()
              : List.of(ofOffering(kind, provider, offering, offering.services(), null));
      case Agreement ->
          agreement == null
              ? List.of()
              : List.of(
                  new StatedFact(
                      kind,
                      provider.name(),
                      title(provider),
                      offering.name(),
                      agreement.reference(),
                      "",
                      agreement.signedOn() == null ? "" : "signed on " + agreement.signedOn(),
                      true,
                      agreement.provenance(),
                      StatedFact.Window.NONE));
      case Qualification ->
          offering.qualifications().stream()
              .map(q -> qualification(provider, offering, q))
              .toList();
      default -> List.of();
    };
  }

  private static StatedFact ofOffering(
      StatedFact.Kind kind,
      Provider provider,
      Provider.Offering offering,
      List<String> values,
      @Nullable Provenance provenance) {
    return new StatedFact(
        kind,
        provider.name(),
        title(provider),
        offering.name(),
        "",
        "",
        String.join(", ", values),
        true,
        provenance,
        StatedFact.Window.NONE);
  }

  static StatedFact qualification(
      Provider provider, Provider.Offering offering, Provider.Qualification q) {
    return new StatedFact(
        StatedFact.Kind.Qualification,
        provider.name(),
        title(provider),
        offering.name(),
        q.scheme(),
        (q.version() == null ? "" : q.version() + " ") + q.state(),
        String.join(", ", q.layers()),
        true,
        q.provenance(),
        new StatedFact.Window(q.announcedOn(), q.validFrom(), q.validUntil()));
  }

  /** {@code s3ns (S3NS)}: as people know it. */
  static String title(Provider provider) {
    return provider.displayName().equals(provider.name())
        ? provider.name()
        : provider.name() + " (" + provider.displayName() + ")";
  }

  private static String seats(Provider.LegalEntity entity) {
    return Stream.of(
            entity.registeredOffice(),
            entity.centralAdministration(),
            entity.principalEstablishment())
        .filter(Objects::nonNull)
        .distinct()
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }

  private static String words(Provider.Supplier s) {
    return Stream.of(s.country(), s.autonomy())
        .filter(Objects::nonNull)
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }
}
