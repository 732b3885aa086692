package cloud.bleu.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for bound outside the gate, whenever the watches tell of it. */
@Tag("wiring")
class BoundByGateTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  /** The gate has fr-a at first, fr-b after ten seconds, and fr-c one second later. */
  @ParameterizedTest(name = "in {0} after {1} s: {2}")
  @CsvSource({
    "fr-c, 12, true",
    "fr-c, 60, true",
    "fr-b, 15, true",
    "fr-b, 16, false",
    "fr-a, 14, true",
    "fr-a, 15, false",
    "fr-d, 12, false"
  })
  void gatesByWhichTheServerMayHaveDecidedCount(String zone, int seconds, boolean inside) {
    EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
    try (KubernetesClient client = PatientClients.of(server)) {
      create(
          client,
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: PlacementGate
          metadata: {name: %s, managedFields: [{manager: bleu, time: "%s"}]}
          spec: {sequence: 1, children: {web-fr-a: {workload: web, zone: fr-a}}}
          """
              .formatted(PlacementGate.NAME, FIRST));
      try (BoundByGate bound = new BoundByGate(client)) {
        gate(
            client,
            10,
            "{\"web-fr-a\":null,\"web-fr-b\":{\"workload\":\"web\",\"zone\":\"fr-b\"}}");
        gate(
            client,
            11,
            "{\"web-fr-b\":null,\"web-fr-c\":{\"workload\":\"web\",\"zone\":\"fr-c\"}}");
        create(
            client,
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-%1$s-1}
            spec: {nodeName: %1$s-1, containers: [{name: main, image: none}]}
            status: {conditions: [{type: PodScheduled, status: "True", lastTransitionTime: "%2$s"}]}
            """
                .formatted(zone, FIRST.plusSeconds(seconds)));
        await()
            .atMost(Scene.SOON)
            .until(() -> bound.count() == 1 && bound.newest().children().containsKey("web-fr-c"));
        assertEquals(
            inside ? List.of() : List.of("web-%1$s-1 on %1$s-1".formatted(zone)), bound.outside());
      }
    } finally {
      server.close();
    }
  }

  private static void gate(KubernetesClient client, int after, String children) {
    client
        .resources(PlacementGate.class)
        .withName(PlacementGate.NAME)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"managedFields\":[{\"manager\":\"bleu\",\"time\":\"%s\"}]},\"spec\":{\"children\":%s}}"
                .formatted(FIRST.plusSeconds(after), children));
  }

  private static void create(KubernetesClient client, String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    client.resource(object).create();
  }
}
