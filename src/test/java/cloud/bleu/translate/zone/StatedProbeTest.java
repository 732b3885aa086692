package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.ProbeHosts;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a probe asks, as its zone writes it. */
class StatedProbeTest {

  static Stream<String> hosts() {
    return Stream.concat(ProbeHosts.TAKEN.stream(), ProbeHosts.REFUSED.stream());
  }

  /** As the API server judges them. */
  @ParameterizedTest
  @MethodSource("hosts")
  void hostIsANameOrAnAddress(String host) {
    AvailabilityZone zone =
        Serialization.unmarshal(
            "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name:"
                + " a}, spec: {"
                + ProbeHosts.health(host)
                + "}}",
            AvailabilityZone.class);
    Findings findings = new Findings(ObjectRef.of(zone), new ArrayList<>(), new ArrayList<>());
    List<StatedProbe> read = StatedProbe.of(zone.getSpec().health(), findings);
    boolean refused = ProbeHosts.REFUSED.contains(host);
    assertEquals(
        refused ? List.of() : List.of(host, host), read.stream().map(StatedProbe::host).toList());
    assertEquals(
        refused
            ? List.of("spec.health.probes[0].tcp.host", "spec.health.probes[1].http.url")
            : List.of(),
        findings.blockedFields());
    assertEquals(
        refused ? List.of() : List.of(ProbeHosts.ofUrl(host).toLowerCase(Locale.ROOT)),
        read.stream().skip(1).map(p -> p.http().authority()).toList());
  }
}
