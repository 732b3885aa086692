package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user of a governed namespace holds back from its end, by a finalizer of theirs: the object
 * stays as long as they like, and its pods end all the same.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldBackPlaneTest {
  private static final String HOLD = "{\"metadata\":{\"finalizers\":[\"example.com/x\"]}}";
  private static final String RELEASE = "{\"metadata\":{\"finalizers\":null}}";
  private static final String TWO_SITES = "{spread: [{over: Site, min: 2, maxSkew: 4}]}";

  private KubernetesClient client;
  private @Nullable GovernedNamespace shop;
  private KubernetesClient alice;
  private Scene scene;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account,
      @TempDir Path folder) {
    if (shop == null) {
      this.client = client;
      shop = new GovernedNamespace(plane, client, namespace, folder);
      alice = shop.alice();
      scene = new Scene(client, nodes);
      scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
      shop.operated(account);
    }
  }

  @AfterEach
  void clear() {
    client.resources(BleuWorkload.class).resources().forEach(HeldBackPlaneTest::release);
    client.apps().deployments().resources().forEach(HeldBackPlaneTest::release);
    client.apps().statefulSets().resources().forEach(HeldBackPlaneTest::release);
    List.of("fr-a", "fr-b", "fr-c").forEach(zone -> state(zone, "Active"));
    scene.clear();
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  private static void release(Resource<? extends HasMetadata> object) {
    object.patch(MERGE, RELEASE);
  }

  @Test
  void workloadThatIsDeletedEndsThoughItStays() {
    scene.workload("web", 4, TWO_SITES);
    scene.awaitReady("web");
    Resource<BleuWorkload> web = alice.resources(BleuWorkload.class).withName("web");
    web.patch(MERGE, HOLD);
    web.delete();
    scene.until(
        "nothing of it runs", () -> scene.children("web").isEmpty() && scene.pods("web").isEmpty());
    assertNotNull(scene.workload("web").getMetadata().getDeletionTimestamp());
    scene.until(
        "it says so",
        () ->
            scene
                .message("web", "Ready")
                .equals(
                    "it is being deleted, and goes once these finalizers of others are removed:"
                        + " example.com/x"));
    assertEquals("False", scene.condition("web", "Available"));
    web.patch(MERGE, RELEASE);
    scene.until("it is gone", () -> scene.workload("web") == null);
  }

  @Test
  void deploymentLeavesItsZoneWithItsPods() {
    scene.workload("web", 4, TWO_SITES);
    scene.awaitReady("web");
    String left = left("web");
    alice.apps().deployments().withName(ChildName.of("web", left)).patch(MERGE, HOLD);
    state(left, "Drained");
    nothingRunsIn("web", left);
    Deployment child = client.apps().deployments().withName(ChildName.of("web", left)).get();
    assertNotNull(child.getMetadata().getDeletionTimestamp());
  }

  @Test
  void statefulSetLeavesItsZoneWithItsPods() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: db}
        spec:
          replicas: 4
          dataClasses: [Ordinary]
          workload:
            statefulSet:
              serviceName: db
              template:
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
          resilience: {spread: [{over: Site, min: 2, maxSkew: 4}]}
        """);
    scene.awaitReady("db");
    String left = left("db");
    alice.apps().statefulSets().withName(ChildName.of("db", left)).patch(MERGE, HOLD);
    state(left, "Drained");
    nothingRunsIn("db", left);
  }

  /** It is deleted while its zone is the decision's, and runs on there; then the zone is left. */
  @Test
  void whatIsEndingAlreadyLeavesItsZoneWithItsPods() {
    scene.workload("web", 4, TWO_SITES);
    scene.awaitReady("web");
    String left = left("web");
    var child = alice.apps().deployments().withName(ChildName.of("web", left));
    child.patch(MERGE, HOLD);
    child.delete();
    state(left, "Drained");
    nothingRunsIn("web", left);
  }

  private String left(String workload) {
    return scene.assigned(workload).keySet().iterator().next();
  }

  private void nothingRunsIn(String workload, String zone) {
    scene.until("it is decided", () -> !scene.assigned(workload).containsKey(zone));
    scene.until(
        "four run, and none in " + zone,
        () -> {
          Map<String, Integer> bound = scene.bound(workload);
          return !bound.containsKey(zone)
              && bound.values().stream().mapToInt(Integer::intValue).sum() == 4;
        });
  }

  private void state(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(MERGE, "{\"spec\":{\"state\":\"%s\"}}".formatted(state));
  }
}
