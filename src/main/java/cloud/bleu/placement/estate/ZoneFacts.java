package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a zone states, kind by kind. */
final class ZoneFacts {
  private ZoneFacts() {}

  /** Empty where it states nothing of the kind, and of kinds that are not a zone's. */
  static List<StatedFact> of(Zone zone, StatedFact.Kind kind) {
    String name = zone.name();
    Zone.Location at = zone.location();
    Zone.Storage storage = zone.equipment().storage();
    Zone.Egress egress = zone.equipment().egress();
    return switch (kind) {
      case Site ->
          zone.site().isEmpty()
              ? List.of()
              : List.of(ofZone(kind, name, zone.site(), zone.siteProvenance()));
      case Location ->
          at.country() == null
                  && at.coordinates() == null
                  && at.provenance().equals(Provenance.NONE)
              ? List.of()
              : List.of(ofZone(kind, name, place(at), at.provenance()));
      case FailureDomains ->
          zone.failureDomains().isEmpty()
              ? List.of()
              : List.of(
                  ofZone(
                      kind,
                      name,
                      String.join(
                          ", ",
                          zone.failureDomains().entrySet().stream()
                              .map(e -> e.getKey() + ": " + e.getValue())
                              .toList()),
                      zone.failureDomainsProvenance()));
      case Homologation ->
          zone.homologations().stream()
              .map(
                  h ->
                      new StatedFact(
                          kind,
                          name,
                          name,
                          "",
                          h.reference(),
                          "",
                          String.join(", ", h.dataClasses()),
                          true,
                          h.provenance(),
                          new StatedFact.Window(null, h.validFrom(), h.validUntil())))
              .toList();
      case Storage ->
          storage == null
              ? List.of()
              : List.of(
                  ofZone(
                      kind,
                      name,
                      String.join(", ", storage.classes().stream().map(ZoneFacts::words).toList()),
                      storage.provenance()));
      case Egress ->
          egress == null
              ? List.of()
              : List.of(
                  ofZone(kind, name, String.join(", ", egress.bootstrap()), egress.provenance()));
      case Registries ->
          zone.equipment().registries().isEmpty()
              ? List.of()
              : List.of(ofZone(kind, name, String.join(", ", zone.equipment().registries()), null));
      case Maintenance ->
          zone.maintenance().isEmpty()
              ? List.of()
              : List.of(
                  ofZone(
                      kind,
                      name,
                      String.join(
                          ", ",
                          zone.maintenance().stream()
                              .map(m -> m.from() + " to " + m.to() + ": " + m.state())
                              .toList()),
                      null));
      default -> List.of();
    };
  }

  private static StatedFact ofZone(
      StatedFact.Kind kind, String zone, String value, @Nullable Provenance provenance) {
    return new StatedFact(
        kind, zone, zone, "", "", "", value, true, provenance, StatedFact.Window.NONE);
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
