package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a zone states, kind by kind. */
final class ZoneFacts {
  private ZoneFacts() {}

  /** Empty where it states nothing of the kind, and of kinds that are not a zone's. */
  static List<StatedFact> of(Zone zone, StatedFact.Kind kind) {
    return switch (kind) {
      case Site -> site(zone);
      case Location -> location(zone);
      case Coordinates -> coordinates(zone);
      case FailureDomains -> failureDomains(zone);
      case Homologation -> homologations(zone);
      case Storage -> storage(zone);
      case Egress -> egress(zone);
      case Registries -> registries(zone);
      case Maintenance -> maintenance(zone);
      default -> List.of();
    };
  }

  private static List<StatedFact> site(Zone zone) {
    return zone.site().isEmpty()
        ? List.of()
        : one(StatedFact.Kind.Site, zone, zone.site(), zone.siteProvenance());
  }

  private static List<StatedFact> location(Zone zone) {
    Zone.Location at = zone.location();
    boolean none =
        at.country() == null && at.coordinates() == null && at.provenance().equals(Provenance.NONE);
    return none ? List.of() : one(StatedFact.Kind.Location, zone, place(at), at.provenance());
  }

  /** What its place on the map rests on: the same as its country where nobody says otherwise. */
  private static List<StatedFact> coordinates(Zone zone) {
    Zone.Location at = zone.location();
    Zone.Coordinates place = at.coordinates();
    return place == null || !hasOwnCoordinates(zone)
        ? location(zone)
        : one(
            StatedFact.Kind.Coordinates,
            zone,
            degrees(place.latitudeE6()) + ", " + degrees(place.longitudeE6()),
            at.coordinatesProvenance());
  }

  /** Whether its coordinates are known from elsewhere than its country. */
  static boolean hasOwnCoordinates(Zone zone) {
    Zone.Location at = zone.location();
    return at.coordinates() != null && !at.coordinatesProvenance().equals(at.provenance());
  }

  private static String degrees(long micro) {
    return BigDecimal.valueOf(micro, 6).stripTrailingZeros().toPlainString();
  }

  private static List<StatedFact> failureDomains(Zone zone) {
    List<String> domains =
        zone.failureDomains().entrySet().stream()
            .map(e -> e.getKey() + ": " + e.getValue())
            .toList();
    return unlessEmpty(
        StatedFact.Kind.FailureDomains, zone, domains, zone.failureDomainsProvenance());
  }

  private static List<StatedFact> homologations(Zone zone) {
    return zone.homologations().stream().map(h -> homologation(zone.name(), h)).toList();
  }

  /** One of its homologations. */
  static StatedFact homologation(String zone, Zone.Homologation homologation) {
    return new StatedFact(
        StatedFact.Kind.Homologation,
        zone,
        zone,
        "",
        homologation.reference(),
        "",
        String.join(", ", homologation.dataClasses()),
        true,
        homologation.provenance(),
        new StatedFact.Window(null, homologation.validFrom(), homologation.validUntil()));
  }

  private static List<StatedFact> storage(Zone zone) {
    Zone.Storage storage = zone.equipment().storage();
    if (storage == null) {
      return List.of();
    }
    List<String> classes = storage.classes().stream().map(ZoneFacts::words).toList();
    return one(StatedFact.Kind.Storage, zone, String.join(", ", classes), storage.provenance());
  }

  private static List<StatedFact> egress(Zone zone) {
    Zone.Egress egress = zone.equipment().egress();
    return egress == null
        ? List.of()
        : one(
            StatedFact.Kind.Egress,
            zone,
            String.join(", ", egress.bootstrap()),
            egress.provenance());
  }

  private static List<StatedFact> registries(Zone zone) {
    return unlessEmpty(StatedFact.Kind.Registries, zone, zone.equipment().registries(), null);
  }

  private static List<StatedFact> maintenance(Zone zone) {
    List<String> windows =
        zone.maintenance().stream()
            .map(m -> m.from() + " to " + m.to() + ": " + m.state())
            .toList();
    return unlessEmpty(StatedFact.Kind.Maintenance, zone, windows, null);
  }

  private static List<StatedFact> unlessEmpty(
      StatedFact.Kind kind, Zone zone, Collection<String> values, @Nullable Provenance provenance) {
    return values.isEmpty() ? List.of() : one(kind, zone, String.join(", ", values), provenance);
  }

  private static List<StatedFact> one(
      StatedFact.Kind kind, Zone zone, String value, @Nullable Provenance provenance) {
    return List.of(
        new StatedFact(
            kind,
            zone.name(),
            zone.name(),
            "",
            "",
            "",
            value,
            true,
            provenance,
            StatedFact.Window.NONE));
  }

  private static String place(Zone.Location at) {
    return Stream.of(at.country(), at.subdivision())
        .filter(Objects::nonNull)
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }

  private static String words(Zone.StorageClass c) {
    return c.name()
        + (c.encrypted() == null ? "" : c.encrypted() ? " encrypted" : " not encrypted")
        + (c.keyCustody() == null ? "" : " " + c.keyCustody());
  }
}
