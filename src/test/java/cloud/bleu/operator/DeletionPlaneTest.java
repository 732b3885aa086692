package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletion always finishes, in whatever order things go. */
@RealControlPlane
class DeletionPlaneTest {

  private KubernetesClient client;
  private OperatorUnderTest.Running operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    operator = OperatorUnderTest.running(account.client());
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void namespaceGoesWithEveryKindOfWorkloadAndLeavesNothing(TestNamespace namespace) {
    scene.workload("web", 3, OperatorPlaneTest.SURVIVES_A_SITE);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: db}
        spec:
          replicas: 3
          dataClasses: [Ordinary]
          workload:
            statefulSet:
              serviceName: db
              template:
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """);
    scene.deployment("legacy", 1);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: placed}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}
        """);
    scene.awaitReady("web");
    scene.awaitReady("db");
    scene.awaitReady("placed");
    scene.until("the template's count is held", () -> held("placed"));

    client.namespaces().withName(namespace.name()).delete();
    scene.until("it is gone", () -> client.namespaces().withName(namespace.name()).get() == null);
    scene.until("no decision stays", () -> scene.ledger().getSpec().entries().isEmpty());
    assertEquals(
        0, client.resources(WorkloadPlacement.class).inAnyNamespace().list().getItems().size());
    zonesAreFree();
    // What they held is free again: nobody is told of their room as taken.
    scene.until("no workload counts", () -> workloadsIn("fr-a") == 0);
    client.resources(AvailabilityZone.class).withName("fr-a").delete();
    scene.until("a zone that nothing uses goes", () -> scene.zone("fr-a") == null);
  }

  @Test
  void zoneInUseGoesOnceItIsDrainedAndTheEstateBeforeItsWorkloads() {
    zoneInUseGoesOnceItIsDrained();
    estateGoesBeforeItsWorkloads();
  }

  private void zoneInUseGoesOnceItIsDrained() {
    scene.workload("web", 4, "{spread: [{over: Site, min: 2, maxSkew: 4}]}");
    scene.awaitReady("web");
    String zone = scene.assigned("web").keySet().iterator().next();
    scene.until("it is held", () -> Finalizers.has(scene.zone(zone), Finalizers.IN_USE));
    client.resources(AvailabilityZone.class).withName(zone).delete();
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"state\":\"Drained\"}}");
    scene.until("the zone is gone", () -> scene.zone(zone) == null);
    scene.awaitReady("web");
    // Those that the child leaves behind end after it.
    scene.until(
        "four run, and none in that zone",
        () -> {
          Map<String, Integer> bound = scene.bound("web");
          return !bound.containsKey(zone)
              && bound.values().stream().mapToInt(Integer::intValue).sum() == 4;
        });
  }

  /** What still runs is in two zones. */
  private void estateGoesBeforeItsWorkloads() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: france}
        spec:
          rules:
          - {name: location, rule: data-location, action: Enforce, parameters: {countries: [FR]}}
        """);
    scene.until(
        "the zones are held",
        () ->
            client.resources(AvailabilityZone.class).list().getItems().stream()
                .allMatch(z -> Finalizers.has(z, Finalizers.IN_USE)));
    Map<String, Integer> before = scene.bound("web");
    client.resources(CloudProvider.class).withName("acme").delete();
    client.resources(SovereigntyPolicy.class).withName("france").delete();
    scene.until(
        "provider and policy are gone",
        () ->
            client.resources(CloudProvider.class).withName("acme").get() == null
                && client.resources(SovereigntyPolicy.class).withName("france").get() == null);
    client.resources(AvailabilityZone.class).delete();
    scene.until(
        "the zones are on their way out",
        () ->
            before.keySet().stream()
                .allMatch(z -> scene.zone(z).getMetadata().getDeletionTimestamp() != null));
    assertEquals(before, scene.bound("web"), "what runs stays until it is deleted");
    client.resources(BleuWorkload.class).withName("web").delete();
    scene.until(
        "everything is gone",
        () ->
            scene.workload("web") == null
                && scene.children("web").isEmpty()
                && scene.pods("web").isEmpty()
                && client.resources(AvailabilityZone.class).list().getItems().isEmpty());
  }

  private boolean held(String workload) {
    return Finalizers.has(scene.workload(workload), Finalizers.RESTORE);
  }

  private int workloadsIn(String zone) {
    var status = scene.zone(zone).getStatus();
    return status == null || status.workloads() == null ? 0 : status.workloads();
  }

  private void zonesAreFree() {
    scene.until(
        "no zone is held",
        () ->
            client.resources(AvailabilityZone.class).list().getItems().stream()
                .noneMatch(z -> Finalizers.has(z, Finalizers.IN_USE)));
  }
}
