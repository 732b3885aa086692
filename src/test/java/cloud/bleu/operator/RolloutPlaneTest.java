package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of what runs while its template changes. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutPlaneTest {

  private KubernetesClient client;
  private KubernetesClient operatorClient;
  private @Nullable Operator operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    if (operator == null) {
      this.client = client;
      scene = new Scene(client, nodes);
      scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
      operatorClient = account.client();
      Operator first = OperatorUnderTest.of(operatorClient);
      first.start();
      operator = first;
    }
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web}
        spec:
          replicas: 6
          dataClasses: [Ordinary]
          workload:
            deployment:
              minReadySeconds: 1
              progressDeadlineSeconds: 77
              template:
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
          resilience: {spread: [{over: Site, min: 3, maxSkew: 1}]}
        """);
    scene.awaitReady("web");
  }

  @AfterEach
  void clear() {
    if (operator != null) {
      scene.clear();
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
      operatorClient.close();
    }
  }

  @Test
  void oneZoneRollsAtATimeAndNothingReadyIsMissed() {
    for (Deployment child : scene.children("web")) {
      assertEquals(1, child.getSpec().getMinReadySeconds());
      assertEquals(77, child.getSpec().getProgressDeadlineSeconds());
      assertEquals(
          new IntOrString(0), child.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable());
      assertEquals(
          new IntOrString(1), child.getSpec().getStrategy().getRollingUpdate().getMaxSurge());
    }
    try (RunningWatch running = scene.running("web", 6);
        RolloutWatch rollout = new RolloutWatch(client, "web", "other")) {
      scene.until("the children are seen", rollout::started);
      patch(
          "{\"containers\":[{\"name\":\"main\",\"image\":\"other\",\"resources\":{\"requests\":{\"cpu\":\"500m\",\"memory\":\"64Mi\"}}}]}");
      scene.until("every zone has rolled", () -> rollout.done().size() == 3);
      scene.awaitReady("web");
      assertEquals(1, rollout.mostAtOnce(), "zones on their way at once");
      assertEquals(0, running.lacked(), "pods were deleted before their successors were ready");
    }
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"));
    scene.until(
        "all pods run the other image", () -> images().equals(Collections.nCopies(6, "other")));
  }

  private List<String> images() {
    return scene.pods("web").stream()
        .map(pod -> pod.getSpec().getContainers().get(0).getImage())
        .toList();
  }

  /** A rollout that gets nowhere stops in its first zone, is told, and can be taken back. */
  @Test
  void rolloutThatExceedsItsDeadlineIsToldAndHoldsTheOtherZonesBack() {
    try (RunningWatch running = scene.running("web", 6)) {
      rolloutThatExceedsItsDeadline();
      assertEquals(0, running.lacked(), "pods were deleted before their successors were ready");
    }
  }

  private void rolloutThatExceedsItsDeadline() {
    edit(
        "{\"progressDeadlineSeconds\":2,\"template\":{\"metadata\":{\"annotations\":{\""
            + FakeNodes.NEVER_READY
            + "\":\"true\"}}}}");
    // One look: where a pod is late to be created, the Deployment takes it back for a moment.
    AtomicReference<List<Condition>> seen = new AtomicReference<>(List.of());
    scene.until(
        "it is told",
        () -> {
          seen.set(scene.workload("web").getStatus().conditions());
          return Conditions.find(seen.get(), "Available")
              .getReason()
              .equals("ProgressDeadlineExceeded");
        });
    // What its pods say of themselves comes a moment later.
    String told = Conditions.find(seen.get(), "Available").getMessage();
    assertTrue(
        told.startsWith("no progress within progressDeadlineSeconds in fr-a")
            && told.endsWith(", or undo the change of the template"),
        told);
    scene.until(
        "what its pods say is told",
        () ->
            Conditions.find(scene.workload("web").getStatus().conditions(), "Available")
                .getMessage()
                .contains(
                    "in fr-a: container main runs and is not ready: see its readiness probe and its log"));
    assertEquals(
        "ProgressDeadlineExceeded", Conditions.find(seen.get(), "Reconciling").getReason());
    assertEquals("False", Conditions.find(seen.get(), "Ready").getStatus());
    assertNull(Conditions.find(seen.get(), "Stalled"));
    assertEquals(
        List.of("fr-a"),
        scene.children("web").stream()
            .filter(d -> neverReady(d))
            .map(d -> d.getMetadata().getLabels().get("placement.bleu.cloud/zone"))
            .toList());
    edit("{\"progressDeadlineSeconds\":77,\"template\":{\"metadata\":null}}");
    scene.awaitReady("web");
  }

  private static boolean neverReady(Deployment child) {
    var annotations = child.getSpec().getTemplate().getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(FakeNodes.NEVER_READY);
  }

  @Test
  void templateThatTheServerRefusesChangesNoZone() {
    Map<String, Long> before = generations();
    patch("{\"restartPolicy\":\"Sometimes\"}");
    scene.until("it is stalled", () -> scene.condition("web", "Stalled").equals("True"));
    assertEquals("TemplateRejected", scene.reason("web", "Stalled"));
    String message = message("Stalled");
    assertTrue(
        message.startsWith("the API server would not take the pod template: ")
            && message.contains(
                "spec.template.spec.restartPolicy: Unsupported value: \"Sometimes\""),
        message);
    assertFalse(message.contains("127.0.0.1"), message);
    assertEquals(before, generations());
    assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"));
    // Mended, it is as before: nothing rolls.
    patch("{\"restartPolicy\":\"Always\"}");
    scene.awaitReady("web");
    assertEquals("", scene.condition("web", "Stalled"));
  }

  /**
   * Zone by zone the server may say no: of a template that one zone would not take no zone gets
   * anything.
   */
  @Test
  void templateThatOneZoneWouldNotTakeReachesNone() {
    Map<String, Long> before = generations();
    List<HasMetadata> policies = new ArrayList<>();
    policies.add(
        scene.create(
            """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: not-in-fr-c}
        spec:
          failurePolicy: Fail
          matchConstraints:
            resourceRules:
            - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
            objectSelector: {matchExpressions: [{key: placement.bleu.cloud/zone, operator: Exists}]}
          validations:
          - expression: "!('placement.bleu.cloud/zone' in object.metadata.labels && object.metadata.labels['placement.bleu.cloud/zone'] == 'fr-c' && object.spec.template.spec.containers[0].image == 'other')"
            message: the image other is not for fr-c
        """));
    policies.add(
        scene.create(
            """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: not-in-fr-c}
        spec: {policyName: not-in-fr-c, validationActions: [Deny]}
        """));
    try {
      scene.until("the policy is in force", this::denied);
      patch(
          "{\"containers\":[{\"name\":\"main\",\"image\":\"other\",\"resources\":{\"requests\":{\"cpu\":\"500m\",\"memory\":\"64Mi\"}}}]}");
      scene.until("it is told", () -> scene.reason("web", "Available").equals("TemplateRejected"));
      assertEquals(before, generations());
    } finally {
      policies.forEach(policy -> client.resource(policy).delete());
    }
    // Nothing tells the operator that the policy is gone: it asks again.
    scene.until("it is rolled out", () -> before.keySet().equals(rolledTo("other")));
    scene.awaitReady("web");
  }

  private Set<String> rolledTo(String image) {
    return scene.children("web").stream()
        .filter(
            d ->
                d.getSpec().getTemplate().getSpec().getContainers().get(0).getImage().equals(image))
        .map(d -> d.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private boolean denied() {
    try {
      Deployment child =
          scene.children("web").stream()
              .filter(d -> d.getMetadata().getName().contains("fr-c"))
              .findFirst()
              .orElseThrow();
      client
          .apps()
          .deployments()
          .withName(child.getMetadata().getName())
          .dryRun()
          .patch(
              PatchContext.of(PatchType.STRATEGIC_MERGE),
              "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"other\"}]}}}}");
      return false;
    } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
      return e.getMessage().contains("not for fr-c");
    }
  }

  private Map<String, Long> generations() {
    return scene.children("web").stream()
        .collect(
            Collectors.toMap(d -> d.getMetadata().getName(), d -> d.getMetadata().getGeneration()));
  }

  private String message(String type) {
    return scene.workload("web").getStatus().conditions().stream()
        .filter(c -> c.getType().equals(type))
        .map(Condition::getMessage)
        .findFirst()
        .orElseThrow();
  }

  private void patch(String podSpec) {
    edit("{\"template\":{\"spec\":" + podSpec + "}}");
  }

  private void edit(String deployment) {
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"workload\":{\"deployment\":" + deployment + "}}}");
  }
}
