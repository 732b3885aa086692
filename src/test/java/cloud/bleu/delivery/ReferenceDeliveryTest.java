package cloud.bleu.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.ReferenceDelivery.ScaleDown;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Deployment that a workload took over, and who scales it. */
class ReferenceDeliveryTest {

  private static final BleuWorkload WEB =
      Serialization.unmarshal(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: web, namespace: shop}
          spec: {workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}}
          """,
          BleuWorkload.class);

  private final List<String> told = new ArrayList<>();
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private ReferenceDelivery references;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    references =
        new ReferenceDelivery(
            client,
            (workload, edit) -> told.add(workload.getMetadata().getName() + ": " + edit.message()));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Deployment legacy(String annotations, int replicas, String manager) {
    Deployment legacy =
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: legacy
              namespace: shop
              annotations: {%s}
              managedFields:
              - {manager: %s, operation: Update, subresource: scale, fieldsV1: {'f:spec': {'f:replicas': {}}}}
            spec: {replicas: %d, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}}}
            """
                .formatted(annotations, manager, replicas),
            Deployment.class);
    return client.resource(legacy).create();
  }

  private ScaleDown scaleDown(Deployment legacy) {
    return references.scaleDown(
        new DeliveryOrder(
            WEB,
            List.of(new Assignment("a", 2, null, null)),
            Map.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            legacy),
        WEB.getSpec().workload().deploymentRef(),
        List.of(new ZoneObservation(new Deployment(), "a", false, "t", 2, 2, 2, 2, true, false)),
        true);
  }

  private int replicas() {
    return client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("legacy")
        .get()
        .getSpec()
        .getReplicas();
  }

  @Test
  void nothingIsToldOfTheTakeOver() {
    assertEquals(ScaleDown.DONE, scaleDown(legacy("", 3, "kubectl")));
    assertEquals(0, replicas());
    assertEquals(List.of(), told);
  }

  @Test
  void whoScalesItUpAgainIsNamedEachTime() {
    assertEquals(
        ScaleDown.DONE,
        scaleDown(legacy("placement.bleu.cloud/restore-replicas: '3'", 4, "argocd-controller")));
    assertEquals(0, replicas());
    assertEquals(
        List.of(
            "web: Deployment legacy was changed by argocd-controller, and is as decided again:"
                + " spec.replicas; scale the BleuWorkload instead. If Git states replicas of the"
                + " Deployment, take them out, or have its tool ignore /spec/replicas"),
        told);
  }

  /** One that is newer than what was seen is looked at again. */
  @Test
  void nothingIsToldOfWhatIsNotUndone() {
    Deployment seen = legacy("placement.bleu.cloud/restore-replicas: '3'", 4, "kubectl");
    client.apps().deployments().inNamespace("shop").withName("legacy").scale(5);
    assertEquals(ScaleDown.AGAIN, scaleDown(seen));
    assertEquals(5, replicas());
    assertEquals(List.of(), told);
  }

  @Test
  void oneThatIsGoneIsNoEdit() {
    Deployment seen = legacy("placement.bleu.cloud/restore-replicas: '3'", 4, "kubectl");
    client.resource(seen).delete();
    assertEquals(ScaleDown.DONE, scaleDown(seen));
    assertNull(client.apps().deployments().inNamespace("shop").withName("legacy").get());
    assertEquals(List.of(), told);
  }
}
