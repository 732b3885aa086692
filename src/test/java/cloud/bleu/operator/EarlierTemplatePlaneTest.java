package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.delivery.cluster.EarlierPods;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A StatefulSet whose new template does not run, after that template is undone. Each test leaves it
 * Ready, as the next one begins.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarlierTemplatePlaneTest {

  private static final String NAME = "db";

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
    scene.provider("acme").zone("acme", "fr-a");
    operator = OperatorUnderTest.running(account.client());
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: db}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          workload:
            statefulSet:
              template:
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """);
    scene.awaitReady(NAME);
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  /** Its controller waits for it, though nothing of it runs. */
  @Test
  void podThatNeverStartedIsDeleted() {
    template(
        "{\"spec\":{\"affinity\":{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
            + "{\"nodeSelectorTerms\":[{\"matchExpressions\":[{\"key\":\"disk\",\"operator\":\"In\","
            + "\"values\":[\"ssd\"]}]}]}}}}}");
    scene.until("it gets no node", () -> scene.reason(NAME, "Available").equals("Unschedulable"));
    Pod stuck = last();
    template("{\"spec\":{\"affinity\":null}}");
    scene.awaitReady(NAME);
    assertNotEquals(stuck.getMetadata().getUid(), last().getMetadata().getUid());
    assertEquals(2, scene.pods(NAME).size());
  }

  /** What has started may be about its data, so a person decides. */
  @Test
  void podThatStartedIsToldOf() {
    template("{\"metadata\":{\"annotations\":{\"" + FakeNodes.NEVER_READY + "\":\"true\"}}}");
    scene.until(
        "it is not ready", () -> scene.reason(NAME, "Available").equals("ContainersNotReady"));
    Pod stuck = last();
    String name = stuck.getMetadata().getName();
    template("{\"metadata\":{\"annotations\":null}}");
    scene.until("it is told", () -> scene.reason(NAME, "Available").equals("EarlierTemplate"));
    assertEquals(
        "not every replica is ready in fr-a; in fr-a: container main runs and is not ready: see its"
            + " readiness probe and its log; pod "
            + name
            + " is of an earlier template, and its StatefulSet starts no other one before it is"
            + " ready: to start the present template, use kubectl delete pod "
            + name
            + " -n "
            + stuck.getMetadata().getNamespace(),
        scene.message(NAME, "Available"));
    assertEquals(stuck.getMetadata().getUid(), last().getMetadata().getUid());
    client.pods().withName(name).delete();
    scene.awaitReady(NAME);
  }

  /** One that has changed since it was seen may have started, and one of its name is another. */
  @Test
  void onlyThePodThatWasSeenIsDeleted() {
    EarlierPods pods = new EarlierPods(client, () -> null);
    Pod seen = waiting();
    client
        .resource(seen)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    assertEquals(Ensured.STALE, pods.delete(List.of(seen)));
    Pod now = client.resource(seen).get();
    assertEquals(Ensured.WRITTEN, pods.delete(List.of(now)));
    scene.until("it is gone", () -> client.resource(seen).get() == null);
    assertEquals(Ensured.STALE, pods.delete(List.of(now)));
    Pod next = waiting();
    assertEquals(Ensured.STALE, pods.delete(List.of(now)));
    assertEquals(next.getMetadata().getUid(), client.resource(next).get().getMetadata().getUid());
    client.resource(next).delete();
  }

  private Pod waiting() {
    return (Pod)
        scene.create(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: waiting}
            spec:
              schedulingGates: [{name: example.com/later}]
              containers: [{name: main, image: none}]
            """);
  }

  private Pod last() {
    return scene.pods(NAME).stream()
        .max(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .orElseThrow();
  }

  private void template(String patch) {
    client
        .resources(BleuWorkload.class)
        .withName(NAME)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"workload\":{\"statefulSet\":{\"template\":" + patch + "}}}}");
  }
}
