package cloud.bleu.operator;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.sandbox.ZoneNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator that is given no networks, and a zone with a probe that would be answered. */
@Tag("wiring")
class UnlistedProbesTest {

  @Test
  void nothingIsAskedAndTheZoneSaysSo() throws Exception {
    try (ServerSocketChannel front = ServerSocketChannel.open();
        Sandbox sandbox = Sandbox.embedded(ProjectCrds.all());
        Operator operator =
            OperatorUnderTest.inSandbox(sandbox.client(), OperatorOptions.alone())) {
      front.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
      int port = ((InetSocketAddress) front.getLocalAddress()).getPort();
      AvailabilityZone zone = zone(port);
      List<HasMetadata> objects = new ArrayList<>(List.of(provider(), zone));
      ZoneNodes.of(zone).forEach(sandbox::add);
      assertEquals(List.of(), sandbox.apply(objects));
      // Of those that an operator before this one has left.
      Set<Thread> before = probing();
      operator.start();
      await("the zone is told of")
          .atMost(Duration.ofSeconds(120))
          .until(() -> "True NetworkNotAllowed".equals(condition(sandbox, "ProbesNotAllowed")));
      assertEquals("True NodesReady", condition(sandbox, "Healthy"));
      assertEquals("True Active", condition(sandbox, "Schedulable"));
      Probe told = read(sandbox).getStatus().health().probes().get(0);
      assertEquals("front NotAllowed NetworkNotAllowed", words(told));
      assertNull(front.accept(), "it was connected to");
      Set<Thread> more = probing();
      more.removeAll(before);
      assertEquals(Set.of(), more);
    }
  }

  private static Set<Thread> probing() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("probe"))
        .collect(toSet());
  }

  private static String words(Probe probe) {
    return probe.name() + " " + probe.state() + " " + probe.reason();
  }

  private static AvailabilityZone read(Sandbox sandbox) {
    return sandbox.client().resources(AvailabilityZone.class).withName("fr-a").get();
  }

  private static String condition(Sandbox sandbox, String type) {
    AvailabilityZone zone = read(sandbox);
    var condition =
        zone.getStatus() == null ? null : Conditions.find(zone.getStatus().conditions(), type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  private static HasMetadata provider() {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: acme}
        spec: {displayName: acme}
        """);
  }

  private static AvailabilityZone zone(int port) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: fr-a}
        spec:
          provider: acme
          region: north
          site: a
          target: {nodeSelector: {zone: fr-a}}
          health: {probes: [{name: front, period: 5s, tcp: {host: 127.0.0.1, port: %d}}]}
        """
            .formatted(port),
        AvailabilityZone.class);
  }
}
