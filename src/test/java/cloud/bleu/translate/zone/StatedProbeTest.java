package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a probe asks, as its zone writes it. */
class StatedProbeTest {

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, 198.51.100.7",
    "2001:db8::7, [2001:db8::7]",
    "api.example, api.example",
    "256.1.1.1,",
    "010.0.0.1,",
    "1.2.3,",
    "api.example.7,",
  })
  void hostIsANameOrAnAddress(String host, String ofUrl) {
    AvailabilityZone zone =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: AvailabilityZone
            metadata: {name: a}
            spec:
              health:
                probes:
                - {name: t, period: 10s, timeout: 2s, tcp: {host: "%s", port: 80}}
                - {name: h, period: 10s, timeout: 2s, http: {url: "http://%s/x"}}
            """
                .formatted(host, ofUrl == null ? host : ofUrl),
            AvailabilityZone.class);
    Findings findings = new Findings(ObjectRef.of(zone), new ArrayList<>(), new ArrayList<>());
    List<StatedProbe> read = StatedProbe.of(zone.getSpec().health(), findings);
    boolean refused = ofUrl == null;
    assertEquals(
        refused ? List.of() : List.of(host, host), read.stream().map(StatedProbe::host).toList());
    assertEquals(
        refused
            ? List.of("spec.health.probes[0].tcp.host", "spec.health.probes[1].http.url")
            : List.of(),
        findings.blockedFields());
  }
}
