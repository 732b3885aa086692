package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.RunningWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas that run stay until others are Ready, where the operator's view or its past is odd. */
@RealControlPlane
class SuccessorFirstPlaneTest {

  private KubernetesClient client;
  private Scene scene;

  @BeforeEach
  void scene(KubernetesClient client, FakeNodes nodes) {
    this.client = client;
    scene = new Scene(client, nodes).provider("acme").zone("acme", "fr-a");
  }

  @Test
  void aNewTemplateTakesNoReplicasFromAVersionThatWasNotSeen(OperatorAccount account) {
    HeldDeployments held = new HeldDeployments();
    try (FaultProxy proxy = new FaultProxy(account.config(), held);
        KubernetesClient ours = proxy.client();
        Operator operator = OperatorUnderTest.of(ours);
        RunningWatch running = new RunningWatch(client, "web")) {
      operator.start();
      scene.workload("web", 2, "{}");
      scene.awaitReady("web");
      String child = scene.children("web").get(0).getMetadata().getName();

      held.held = true;
      client.apps().deployments().withName(child).scale(4);
      scene.until("four run", () -> running.running() == 4);
      running.asks(4);
      edit("{\"op\":\"replace\",\"path\":\"%s/spec/containers/0/name\",\"value\":\"second\"}");
      scene.until("it was looked at twice before a write", () -> held.reads.get() >= 2);
      Deployment live = client.apps().deployments().withName(child).get();
      assertEquals(4, live.getSpec().getReplicas());
      assertEquals(0, running.lacked());

      held.over.countDown();
      scene.until(
          "it is as decided",
          () -> {
            Deployment now = client.apps().deployments().withName(child).get();
            return now.getSpec().getReplicas() == 2
                && "second"
                    .equals(now.getSpec().getTemplate().getSpec().getContainers().get(0).getName());
          });
      scene.awaitReady("web");
    }
  }

  @Test
  void anObjectBesideTheOneOfItsZoneStaysUntilThatIsReady(OperatorAccount account) {
    scene.workload("web", 2, "{}");
    String neverReady = FakeNodes.NEVER_READY.replace("/", "~1");
    edit(
        "{\"op\":\"add\",\"path\":\"%s/metadata/annotations\",\"value\":{\""
            + FakeNodes.NEVER_READY
            + "\":\"true\"}}");
    String uid = scene.workload("web").getMetadata().getUid();
    scene.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: beside
          labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: fr-a}
          ownerReferences:
            - {apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, name: web, uid: %s, controller: true}
        spec:
          replicas: 2
          selector: {matchLabels: {beside: "true"}}
          template:
            metadata: {labels: {beside: "true", placement.bleu.cloud/workload: web}}
            spec: {containers: [{name: first, image: example.com/app:1}]}
        """
            .formatted(uid));
    try (RunningWatch running = new RunningWatch(client, "web");
        KubernetesClient ours = account.client();
        Operator operator = OperatorUnderTest.of(ours)) {
      scene.until("it runs", () -> running.running() == 2);
      running.asks(2);
      operator.start();
      scene.until(
          "the right one stands there and is not ready",
          () -> scene.pods("web").size() == 4 && isReady(scene.workload("web").getStatus(), 2));
      assertEquals(0, running.lacked());

      edit("{\"op\":\"remove\",\"path\":\"%s/metadata/annotations/" + neverReady + "\"}");
      scene.until(
          "nothing stands beside it",
          () -> client.apps().deployments().withName("beside").get() == null);
      scene.awaitReady("web");
      assertEquals(0, running.lacked());
    }
  }

  private static boolean isReady(@Nullable BleuWorkloadStatus status, int replicas) {
    return status != null && Integer.valueOf(replicas).equals(status.readyReplicas());
  }

  private void edit(String operation) {
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.JSON),
            "[" + operation.formatted("/spec/workload/deployment/template") + "]");
  }

  /** Keeps what a watch of Deployments tells, and counts looks at one of them. */
  private static final class HeldDeployments implements Fault {
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean held;

    @Override
    public Answer after(Request request, Answer answer) {
      if (held && request.method().equals("GET") && request.path().contains("/deployments/")) {
        reads.incrementAndGet();
      }
      return answer;
    }

    @Override
    public List<String> events(Request watch, String event) throws InterruptedException {
      if (held && watch.path().endsWith("/deployments")) {
        over.await();
      }
      return List.of(event);
    }
  }
}
