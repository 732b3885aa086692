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
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    return there().getSpec().getReplicas();
  }

  private Deployment there() {
    return client.apps().deployments().inNamespace("shop").withName("legacy").get();
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

  /** An autoscaler has scaled the workload since, or it was scaled up behind our back. */
  @ParameterizedTest(name = "{0} recorded, {1} asked of the workload, {2} of it: {3}")
  @CsvSource({"3, 2, 0, 3", "3, 8, 0, 8", "3, 0, 0, 3", "3, 2, 4, 4", "many, 1, 0, 1"})
  void itGetsTheMostOfWhatItWasAskedFor(String recorded, int workload, int now, int given) {
    Deployment legacy =
        legacy("placement.bleu.cloud/restore-replicas: '" + recorded + "'", now, "kubectl");
    assertEquals(
        new Restoration(Restoration.Step.GIVEN, given, 0),
        references.give(web(workload), legacy, true));
    assertEquals(given, replicas());
    assertEquals(
        Map.of("placement.bleu.cloud/restored-replicas", String.valueOf(given)),
        there().getMetadata().getAnnotations());
    assertFalse(references.give(web(workload), there(), true).serves());
  }

  @ParameterizedTest(name = "{1} available of {0}, which were 3: {2}")
  @CsvSource({"3, 0, false", "3, 2, false", "3, 3, true", "9, 3, true", "1, 1, true"})
  void itServesOnceAsManyAsItWasGivenAreAvailable(int asked, int available, boolean serves) {
    Deployment legacy = legacy("placement.bleu.cloud/restored-replicas: '3'", asked, "kubectl");
    legacy.setStatus(new DeploymentStatusBuilder().withAvailableReplicas(available).build());
    assertEquals(serves, references.give(WEB, legacy, true).serves());
    assertEquals(asked, replicas());
  }

  /** The note is gone, and the zero is the operator's. */
  @ParameterizedTest(name = "{0} asked of the workload: {1}")
  @CsvSource({"2, GIVEN", "0, NOTHING"})
  void withoutItsNoteItGetsWhatTheWorkloadAsksFor(int workload, Restoration.Step step) {
    Deployment legacy = legacy("", 0, "bleu-workload");
    assertEquals(new Restoration(step, workload, 0), references.give(web(workload), legacy, true));
    assertEquals(workload, replicas());
    assertEquals(
        workload == 0,
        references.give(web(workload), there(), true).step() == Restoration.Step.NOTHING);
  }

  /** Whoever set it to 0 knows whether it ran; nothing else does. */
  @Test
  void oneOfWhichNothingIsRecordedIsLeft() {
    assertEquals(
        new Restoration(Restoration.Step.LEFT, 2, 0),
        references.give(WEB, legacy("", 0, "kubectl"), true));
    assertEquals(0, replicas());
    assertEquals(
        "Deployment legacy stays at 0 replicas, for nothing records whether it ran before the"
            + " take-over: to start it, use kubectl scale deployment legacy --replicas=2",
        Restoration.left("legacy", 2));
  }

  @Test
  void whoDoesNotWaitLeavesNoRecord() {
    assertEquals(
        new Restoration(Restoration.Step.GIVEN, 3, 0),
        references.restore(
            WEB, legacy("placement.bleu.cloud/restore-replicas: '3'", 0, "kubectl")));
    assertEquals(3, replicas());
    assertEquals(Restoration.NOTHING, references.restore(WEB, there()));
    assertEquals(Map.of(), there().getMetadata().getAnnotations());
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
