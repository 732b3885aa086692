package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.affinity.PodPhase;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A Deployment of one writer, from its take-over to the way back. */
@RealControlPlane
class RecreatePlaneTest {

  private static final String LABEL = "app";
  private static final String WRITER = "writer";

  /** The pods that are there, and the most that were there at once. */
  private static final class Tally {
    private final Set<String> there = new HashSet<>();
    private int most;

    void step(String uid, boolean runs) {
      if (runs) {
        there.add(uid);
      } else {
        there.remove(uid);
      }
      most = Math.max(most, there.size());
    }
  }

  private KubernetesClient client;
  private Scene scene;

  @Test
  void twoOfItsPodsAreNeverThereAtOnce(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    scene.deployment(WRITER, 1);
    edit(
        "{\"strategy\":{\"type\":\"Recreate\",\"rollingUpdate\":null},\"revisionHistoryLimit\":3}");
    scene.until("the writer runs", () -> ready(WRITER) == 1);
    try (PodWrites<Tally> pods = new PodWrites<>(Tally::new);
        KubernetesClient operatorClient = account.client();
        Operator operator = OperatorUnderTest.of(operatorClient)) {
      pods.watch(
          client.pods().withLabel(LABEL, WRITER),
          (pod, gone) -> {
            String uid = pod.getMetadata().getUid();
            boolean runs = !gone && !PodPhase.isOver(pod);
            return tally -> tally.step(uid, runs);
          });
      operator.start();
      isTakenOver();
      rollsOut();
      moves();
      isPaused();
      isGivenBack();
      assertEquals(1, pods.count().most, "pods of the writer at once");
    }
  }

  private void isTakenOver() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: writer}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          workload: {deploymentRef: {name: writer}}
        """);
    scene.awaitReady(WRITER);
    assertEquals(Map.of("fr-a", 1), scene.bound(WRITER));
    assertEquals(0, reference().getSpec().getReplicas());
    Deployment child = scene.children(WRITER).get(0);
    assertEquals("Recreate", child.getSpec().getStrategy().getType());
    assertNull(child.getSpec().getStrategy().getRollingUpdate());
    assertEquals(3, child.getSpec().getRevisionHistoryLimit());
  }

  private void rollsOut() {
    image("second");
    scene.until("it is rolled out", () -> images().equals(List.of("second")));
    scene.awaitReady(WRITER);
  }

  private void moves() {
    client
        .resources(AvailabilityZone.class)
        .withName("fr-a")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"state\":\"Drained\"}}");
    scene.until("it has moved", () -> scene.bound(WRITER).equals(Map.of("fr-b", 1)));
    scene.awaitReady(WRITER);
  }

  private void isPaused() {
    edit("{\"paused\":true}");
    image("third");
    scene.until("it is told", () -> scene.reason(WRITER, "Available").equals("RolloutPaused"));
    assertEquals(
        "every replica is ready; Deployment writer is paused, so what runs in fr-b keeps its"
            + " template: resume it to roll out the new one",
        scene.message(WRITER, "Available"));
    assertEquals("True", scene.condition(WRITER, "Ready"));
    assertEquals(List.of("second"), images());
    edit("{\"paused\":null}");
    scene.until("it is resumed", () -> images().equals(List.of("third")));
    scene.awaitReady(WRITER);
    assertEquals("ReplicasReady", scene.reason(WRITER, "Available"));
  }

  private void isGivenBack() {
    client.resources(BleuWorkload.class).withName(WRITER).delete();
    scene.until("it runs as before", () -> ready(WRITER) == 1);
    assertTrue(scene.children(WRITER).isEmpty());
    scene.until("it is let go", () -> scene.workload(WRITER) == null);
  }

  private Deployment reference() {
    return client.apps().deployments().withName(WRITER).get();
  }

  private int ready(String name) {
    Deployment deployment = client.apps().deployments().withName(name).get();
    Integer ready =
        deployment.getStatus() == null ? null : deployment.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  private List<String> images() {
    return scene.pods(WRITER).stream()
        .map(pod -> pod.getSpec().getContainers().get(0).getImage())
        .toList();
  }

  private void image(String image) {
    edit(
        "{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\""
            + image
            + "\",\"resources\":{\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}}]}}}");
  }

  private void edit(String spec) {
    client
        .apps()
        .deployments()
        .withName(WRITER)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
  }
}
