package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read of where a zone lies, and who says so. */
class ZoneLocationTest {

  private static Translation translate(String location) {
    String yaml =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: z}
        spec:
          provider: p
          region: r
          site: s
          location: {country: FR, latitude: "48.8", longitude: "2.3", %s}
          capacity: {cpu: 9}
          target: {nodeSelector: {zone: z}}
        """
            .formatted(location);
    return EstateTranslator.translate(
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
            .objects(),
        Instant.parse("2026-11-24T12:00:00Z"),
        Map.of());
  }

  private static Zone.Location location(String location) {
    return translate(location).estate().zones().get(0).location();
  }

  @Test
  void coordinatesAreFromWhereTheCountryIsKnown() {
    Zone.Location found = location("provenance: {basis: Contract, source: annex 1}");
    assertEquals(Basis.Contract, found.coordinatesProvenance().basis());
    assertEquals(found.provenance(), found.coordinatesProvenance());
    assertEquals(Basis.Assumption, location("subdivision: FR-IDF").coordinatesProvenance().basis());
  }

  @Test
  void unlessSomebodySaysOtherwise() {
    Zone.Location found =
        location(
            "provenance: {basis: Contract, source: annex 1},"
                + " coordinatesProvenance: {basis: Assumption, source: guessed, asOf: 2026-11-01}");
    assertEquals(Basis.Contract, found.provenance().basis());
    assertEquals(Basis.Assumption, found.coordinatesProvenance().basis());
    assertEquals("guessed", found.coordinatesProvenance().source());
  }
}
