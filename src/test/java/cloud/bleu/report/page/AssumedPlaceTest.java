package cloud.bleu.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.cli.Typed;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A place on the map is marked as assumed where anything that puts it there is. */
class AssumedPlaceTest {

  private static final String ESTATE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec: {displayName: Acme}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: north}
      spec:
        provider: acme
        region: r
        site: s
        siteProvenance: {basis: Contract, source: annex 1, asOf: 2025-12-01}
        location:
          country: FR
          latitude: "48.8"
          longitude: "2.3"
          provenance: {basis: %s, source: annex 1, asOf: 2025-12-01}
          %s
        %s
        capacity: {cpu: 4, memory: 8Gi}
        target: {nodeSelector: {zone: north}}
      """;

  @ParameterizedTest
  @CsvSource({
    "Contract, '', '', false",
    "Contract, Assumption, '', true",
    "Contract, Press, '', false",
    "Assumption, '', '', true",
    "Assumption, Contract, '', true",
    "Contract, '', 'failureDomains: {flood: seine}', true",
  })
  void byTheCountryTheCoordinatesAndTheHazards(
      String country, String coordinates, String hazards, boolean assumed) throws IOException {
    String own =
        coordinates.isEmpty()
            ? ""
            : "coordinatesProvenance: {basis: " + coordinates + ", source: x, asOf: 2025-12-01}";
    Typed typed =
        Typed.withInput(ESTATE.formatted(country, own, hazards), "report", "-f", "-", "-o", "json");
    assertEquals(
        assumed,
        new ObjectMapper().readTree(typed.out()).at("/zones/0/assumed").asBoolean(),
        typed.out() + typed.err());
  }
}
