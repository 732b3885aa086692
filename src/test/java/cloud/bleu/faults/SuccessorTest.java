package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A workload is deleted and made again while every thread of the operator waits for a slow API
 * server, so that it is not done with the first when the second is there.
 */
@RealControlPlane
@Tag("campaign")
class SuccessorTest {

  /** As many as reconcile at once, and a few more. */
  private static final int OTHERS = 14;

  private static final int THREADS = 10;

  @Test
  void aSuccessorIsLookedAtThoughItsPredecessorIsNotDoneWith(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    SlowStatus slow = new SlowStatus();
    try (FaultProxy proxy = new FaultProxy(account.config(), slow);
        KubernetesClient ours = proxy.client();
        Operator operator = OperatorUnderTest.of(ours)) {
      operator.start();
      for (int i = 0; i < OTHERS; i++) {
        scene.workload("other-" + i, 0, "{}");
      }
      scene.workload("web", 2, "{}");
      scene.awaitReady("web");
      String first = scene.workload("web").getMetadata().getUid();
      for (int i = 0; i < OTHERS; i++) {
        scene.awaitReady("other-" + i);
      }

      slow.slow = true;
      for (int i = 0; i < OTHERS; i++) {
        client.resources(BleuWorkload.class).withName("other-" + i).scale(1);
      }
      scene.until("every thread waits", () -> slow.waiting.size() >= THREADS);
      client.resources(BleuWorkload.class).withName("web").delete();
      scene.until("it is gone", () -> scene.workload("web") == null);
      scene.workload("web", 3, "{}");
      String second = scene.workload("web").getMetadata().getUid();
      scene.until(
          "the second is decided on",
          () -> {
            // One look: the placement of the first may go at any time.
            WorkloadPlacement placement = scene.placement("web");
            return placement != null && second.equals(placement.getSpec().workloadRef().uid());
          });
      assertEquals(false, first.equals(second));
      slow.over.countDown();

      scene.awaitReady("web");
      scene.until(
          "so is its placement",
          () -> {
            WorkloadPlacementStatus status = scene.placement("web").getStatus();
            return status != null && status.zones().stream().mapToInt(z -> z.ready()).sum() == 3;
          });
      // The garbage collector takes the pods of the first when it comes to them.
      scene.until(
          "its pods and no others",
          () -> scene.bound("web").values().stream().mapToInt(Integer::intValue).sum() == 3);
    }
  }

  /** Keeps answers about the status of the others back. */
  private static final class SlowStatus implements Fault {
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean slow;

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      if (slow && request.path().contains("/other-") && request.path().endsWith("/status")) {
        waiting.add(request.path());
        over.await(60, TimeUnit.SECONDS);
      }
      return null;
    }
  }
}
