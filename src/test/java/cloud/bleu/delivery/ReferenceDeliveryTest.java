package cloud.bleu.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.ReferenceDelivery.ScaleDown;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
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

  private static final BleuWorkload WEB = web(2);

  private final List<DeliveryProblem> problems = new ArrayList<>();
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
    return scaleDown(WEB, legacy);
  }

  /** Two replicas are decided, and available. */
  private ScaleDown scaleDown(BleuWorkload workload, Deployment legacy) {
    return references.scaleDown(
        order(workload, legacy),
        workload.getSpec().workload().deploymentRef(),
        List.of(new ZoneObservation(new Deployment(), "a", false, "t", 2, 2, 2, 2, true, false)),
        true,
        problems);
  }

  private static DeliveryOrder order(BleuWorkload workload, Deployment legacy) {
    return new DeliveryOrder(
        workload,
        List.of(new Assignment("a", 2, null, null)),
        Map.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        legacy);
  }

  private static BleuWorkload web(int replicas) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop}
        spec: {replicas: %d, workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}}
        """
            .formatted(replicas),
        BleuWorkload.class);
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
    assertEquals(ScaleDown.DONE, scaleDown(legacy("", 2, "kubectl")));
    assertEquals(0, replicas());
    assertEquals(List.of(), told);
  }

  /** An author who leaves replicas out, for an autoscaler, asks for 1. */
  @Test
  void oneThatAsksForMoreThanItsWorkloadRunsOn() {
    assertEquals(ScaleDown.NOT_YET, scaleDown(legacy("", 20, "kubectl")));
    assertEquals(20, replicas());
    assertEquals(
        List.of(
            DeliveryProblem.forPerson(
                "TemplateAsksForMore",
                "Deployment legacy asks for 20 replicas and spec.replicas for 2, so it is not"
                    + " scaled down and runs on: set spec.replicas to 20, also where an autoscaler"
                    + " scales later, or scale the Deployment down to 2 first")),
        problems);
  }

  @Test
  void oneThatAsksForMoreThanHasAPlaceRunsOn() {
    assertEquals(ScaleDown.NOT_YET, scaleDown(web(20), legacy("", 20, "kubectl")));
    assertEquals(20, replicas());
    assertEquals(
        List.of(
            DeliveryProblem.passing(
                "TemplateAsksForMore",
                "Deployment legacy asks for 20 replicas and only 2 are placed, so it is not scaled"
                    + " down and runs on: the condition Placed says what keeps the others from"
                    + " being placed; or scale the Deployment down to 2 first")),
        problems);
  }

  /** Neither does it end before what replaces it starts. */
  @Test
  void oneThatRecreatesItsPodsAndAsksForMoreRunsOn() {
    Deployment legacy = legacy("", 20, "kubectl");
    legacy.getSpec().setStrategy(new DeploymentStrategyBuilder().withType("Recreate").build());
    assertFalse(
        references.vacate(
            order(WEB, legacy), WEB.getSpec().workload().deploymentRef(), true, problems));
    assertEquals(20, replicas());
    assertEquals(
        List.of("TemplateAsksForMore"), problems.stream().map(DeliveryProblem::code).toList());
  }

  /** An autoscaler may shrink a workload that has taken over. */
  @Test
  void oneThatWasTakenOverIsOfTheWorkload() {
    assertEquals(
        ScaleDown.DONE,
        scaleDown(legacy("placement.bleu.cloud/restore-replicas: '20'", 20, "kubectl")));
    assertEquals(0, replicas());
    assertEquals(List.of(), problems);
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
