package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The PodDisruptionBudget of a workload beside those of other people. */
@RealControlPlane(own = true, oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetPlaneTest {

  private KubernetesClient client;
  private OperatorUnderTest.@Nullable Running operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    if (operator != null) {
      return;
    }
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    operator = OperatorUnderTest.running(account.client());
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
    }
  }

  @Test
  void budgetOfSomebodyElseWithOurNameIsToldAndLeftAsItIs() {
    scene.create(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {minAvailable: 1, selector: {matchLabels: {app: theirs}}}
        """);
    PodDisruptionBudget theirs = budget("web");
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.until("it is told", () -> scene.condition("web", "Stalled").equals("True"));
    assertEquals("NameConflict", scene.reason("web", "Stalled"));
    assertEquals(
        "PodDisruptionBudget web belongs to somebody else and is not touched: delete or rename it",
        message("Stalled"));
    scene.until("the pods run all the same", () -> scene.bound("web").size() == 3);
    assertEquals(theirs.getMetadata().getUid(), budget("web").getMetadata().getUid());
    assertEquals(theirs.getSpec(), budget("web").getSpec());
    assertEquals(theirs.getMetadata().getLabels(), budget("web").getMetadata().getLabels());

    client.policy().v1().podDisruptionBudget().withName("web").delete();
    scene.awaitReady("web");
    scene.until("ours stands", () -> budget("web") != null);
  }

  @Test
  void editedBudgetIsRepaired() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    PodDisruptionBudgetSpec asked = budget("web").getSpec();
    for (String edit :
        new String[] {
          "{\"selector\":{\"matchLabels\":{\"placement.bleu.cloud/workload\":\"other\"}}}",
          "{\"selector\":{\"matchLabels\":{\"tier\":\"front\"}}}",
          "{\"selector\":{\"matchExpressions\":[{\"key\":\"tier\",\"operator\":\"Exists\"}]}}",
          "{\"maxUnavailable\":null,\"minAvailable\":3}",
          "{\"maxUnavailable\":0}"
        }) {
      long edited =
          client
              .policy()
              .v1()
              .podDisruptionBudget()
              .withName("web")
              .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + edit + "}")
              .getMetadata()
              .getGeneration();
      scene.until(
          edit + " is undone",
          () ->
              budget("web").getMetadata().getGeneration() > edited
                  && asked.equals(budget("web").getSpec()));
    }
  }

  @Test
  void budgetOverOneZoneMakesOursGiveWayAndPodsCanStillBeEvicted() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    scene.until("ours stands", () -> budget("web") != null);
    assertEquals("every replica is ready", message("Available"));
    scene.create(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: theirs}
        spec: {maxUnavailable: 1, selector: {matchLabels: {placement.bleu.cloud/zone: fr-b}}}
        """);
    scene.until("ours is withdrawn", () -> budget("web") == null);
    scene.until(
        "and that is told",
        () ->
            message("Available")
                .equals(
                    "every replica is ready; another PodDisruptionBudget covers the pods, so there is none of ours"));
    assertEquals("ReplicasReady", scene.reason("web", "Available"));
    scene.until(
        "theirs counts its pod",
        () -> Integer.valueOf(1).equals(budget("theirs").getStatus().getDisruptionsAllowed()));
    Pod pod =
        scene.pods("web").stream()
            .filter(p -> p.getSpec().getNodeName().startsWith("fr-b"))
            .findFirst()
            .orElseThrow();
    // With two budgets over one pod the API server answers 500.
    assertTrue(
        client
            .pods()
            .withName(pod.getMetadata().getName())
            .evict(
                new EvictionBuilder()
                    .withNewMetadata()
                    .withName(pod.getMetadata().getName())
                    .withNamespace(pod.getMetadata().getNamespace())
                    .endMetadata()
                    .build()));
  }

  private String message(String type) {
    BleuWorkload workload = scene.workload("web");
    return workload.getStatus().conditions().stream()
        .filter(c -> c.getType().equals(type))
        .map(Condition::getMessage)
        .findFirst()
        .orElse("");
  }

  private PodDisruptionBudget budget(String name) {
    return client.policy().v1().podDisruptionBudget().withName(name).get();
  }
}
