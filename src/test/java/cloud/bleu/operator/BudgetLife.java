package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The PodDisruptionBudget of a workload beside those of other people, and who wrote which field of
 * that and of other objects, as the API server has it. For a plane of its own, as one that classes
 * share looks after no budget.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BudgetLife {

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

  /** As a backup that is restored without owner references, or a deletion that leaves children. */
  @Test
  void whatOutlivesItsWorkloadIsTakenOverByTheNextOfItsName() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    scene.until("the budget stands", () -> budget("web") != null);
    List<String> before = standing();
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    scene.until(
        "the workload is gone",
        () -> client.resources(BleuWorkload.class).withName("web").get() == null);
    assertEquals(List.of(), budget("web").getMetadata().getOwnerReferences());

    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    String next = scene.workload("web").getMetadata().getUid();
    assertEquals(before, standing(), "no pod was started again");
    scene.until(
        "the budget belongs to the next one",
        () ->
            budget("web").getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(next)));
  }

  private List<String> standing() {
    return Stream.concat(
            client.apps().deployments().list().getItems().stream(),
            client.pods().list().getItems().stream())
        .map(object -> object.getMetadata().getUid())
        .sorted()
        .toList();
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
                    "every replica is ready; another PodDisruptionBudget covers the pods, so there"
                        + " is none of ours"));
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

  @Test
  void everyControllerWritesUnderANameOfItsOwn() {
    scene.deployment("legacy", 3);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
          resilience: {spread: [{over: Site, min: 3, maxSkew: 1}]}
        """);
    scene.awaitReady("web");
    scene.until("legacy is scaled down", () -> deployment("legacy").getSpec().getReplicas() == 0);
    // Another decision: the placement and the ledger are updated, not created.
    client.resources(BleuWorkload.class).withName("web").scale(6);
    scene.awaitReady("web");
    scene.until("a zone is held", () -> Finalizers.has(scene.zone("fr-a"), Finalizers.IN_USE));

    scene.until("the placement says so", () -> scene.placement("web").getStatus() != null);
    scene.until("ours stands", () -> budget("web") != null);
    // Kubernetes says of a budget once a pod has changed how many may go.
    scene.until(
        "the budget is looked after",
        () -> managers(budget("web")).contains("kube-controller-manager status"));

    Deployment child = deployment(ChildName.of("web", "fr-a"));
    assertEquals(Set.of("bleu-ledger"), managers(scene.ledger()));
    assertEquals(
        Set.of("bleu-placement", "workload-placement status"), managers(scene.placement("web")));
    assertEquals(Set.of("bleu-workload", "kube-controller-manager status"), managers(child));
    assertEquals(
        Set.of("bleu-workload", "kube-controller-manager status"), managers(budget("web")));
    assertEquals("availability-zone", ownerOf(scene.zone("fr-a"), "in-use"));
    assertEquals("bleu-workload", ownerOf(scene.workload("web"), "placement.bleu.cloud/restore"));
    assertEquals("bleu-workload", ownerOf(deployment("legacy"), "restore-replicas"));
  }

  @Test
  void labelsAndAnnotationsOfAnotherManagerStayAndTheSpecIsOurs() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    String child = ChildName.of("web", "fr-a");
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, annotations: {cost.example/team: shop}}
        spec: {revisionHistoryLimit: 3}
        """
            .formatted(child));
    apply(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, labels: {cost.example/team: shop}}
        """);
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"replicas\":6,\"workload\":{\"deployment\":{\"template\":{\"spec\":{\"priorityClassName\":\"system-node-critical\"}}}}}}");
    scene.until(
        "the child says what is asked now",
        () ->
            "system-node-critical"
                    .equals(
                        deployment(child).getSpec().getTemplate().getSpec().getPriorityClassName())
                && deployment(child).getSpec().getReplicas() == 2);
    scene.awaitReady("web");
    Deployment written = deployment(child);
    assertEquals("shop", written.getMetadata().getAnnotations().get("cost.example/team"));
    assertEquals(10, written.getSpec().getRevisionHistoryLimit(), "as the server has it");
    assertTrue(managers(written).containsAll(Set.of("bleu-workload", "finance")));
    WorkloadPlacement placement = scene.placement("web");
    assertEquals("shop", placement.getMetadata().getLabels().get("cost.example/team"));
    assertTrue(managers(placement).containsAll(Set.of("bleu-placement", "finance")));
  }

  /** By force: what the server filled in at the create belongs to the creator too, at first. */
  private void apply(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    client.resource(object).fieldManager("finance").forceConflicts().serverSideApply();
  }

  private Deployment deployment(String name) {
    return client.apps().deployments().withName(name).get();
  }

  /** {@code manager}, or {@code manager subresource}. */
  private static Set<String> managers(HasMetadata object) {
    return object.getMetadata().getManagedFields().stream()
        .map(
            entry ->
                entry.getSubresource() == null || entry.getSubresource().isEmpty()
                    ? entry.getManager()
                    : entry.getManager() + " " + entry.getSubresource())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Who owns the one field whose path ends so. */
  private static String ownerOf(HasMetadata object, String field) {
    return object.getMetadata().getManagedFields().stream()
        .filter(entry -> Serialization.asJson(entry.getFieldsV1()).contains(field))
        .map(ManagedFieldsEntry::getManager)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
