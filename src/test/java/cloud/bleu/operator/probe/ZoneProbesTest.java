package cloud.bleu.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.operator.config.ProbeNetworks;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of probes that nobody asks. */
class ZoneProbesTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  /** What a zone had recorded of its probe, {@code STATE REASON SECOND}, and what it has then. */
  @ParameterizedTest(name = "with {0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Where no network is allowed.
          none | ''                              | NotAllowed NetworkNotAllowed 0
          none | NotAllowed NetworkNotAllowed -9 | NotAllowed NetworkNotAllowed -9
          none | Answers Answered -9             | NotAllowed NetworkNotAllowed 0
          none | NotAsked NotAsked -9            | NotAllowed NetworkNotAllowed 0
          # A network that is taken off the list opens no zone.
          none | Fails Refused -9                | Unclear NetworkNotAllowed 0
          none | Unclear TlsFailed -9            | Unclear NetworkNotAllowed 0
          none | Unclear NetworkNotAllowed -9    | Unclear NetworkNotAllowed -9
          none | Else What -9                    | NotAllowed NetworkNotAllowed 0
          # Where one is, and nobody has asked yet.
          some | ''                              | NotAsked NotAsked 0
          some | Fails Refused -9                | NotAsked NotAsked 0
          """)
  void unasked(String networks, String recorded, String expected) {
    try (ZoneProbes probes =
        new ZoneProbes(
            () -> List.of(zone(recorded)),
            networks.equals("none")
                ? ProbeNetworks.NONE
                : ProbeNetworks.of(List.of("198.51.100.0/24")),
            URI.create("https://198.51.100.1:6443").toURL(),
            Clock.fixed(NOON, ZoneOffset.UTC),
            System::nanoTime,
            new SimpleMeterRegistry(),
            zone -> {})) {
      List<Probe> of = probes.of(zone(recorded));
      assertEquals(List.of(expected), of.stream().map(ZoneProbesTest::words).toList());
      assertEquals(of, probes.all().get("a"));
    } catch (java.net.MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String words(Probe probe) {
    long second = Instant.parse(probe.since()).getEpochSecond() - NOON.getEpochSecond();
    return probe.state() + " " + probe.reason() + " " + second;
  }

  private static AvailabilityZone zone(String recorded) {
    String status = "";
    if (!recorded.isEmpty()) {
      String[] words = recorded.split(" ");
      status =
          "status: {health: {signal: Healthy, probes: [{name: front, state: %s, reason: %s, since: '%s'}]}}"
              .formatted(words[0], words[1], NOON.plusSeconds(Long.parseLong(words[2])));
    }
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: a}
        spec:
          provider: p
          region: r
          site: s
          target: {nodeSelector: {zone: a}}
          health: {probes: [{name: front, tcp: {host: 198.51.100.7, port: 80}}]}
        """
            + status,
        AvailabilityZone.class);
  }
}
