package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * The operator crashes after each single write of one full life of a workload (placed, grown,
 * deleted), and the next one brings it to the same end.
 */
@RealControlPlane
class CrashPlaneTest {

  @Test
  void crashAfterAnyWriteConvergesToTheSameEnd(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    Config config = account.config();
    try (ChainWatch chain = new ChainWatch(client)) {
      int write = 1;
      while (crashed(scene, client, config, chain, write)) {
        write++;
      }
      assertTrue(write > 20, "a life of a workload has more writes than " + write);
      chain.verify();
    }
  }

  @Test
  void workloadThatIsDeletedWhileNobodyRunsIsWithdrawnByTheNext(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    try (ChainWatch chain = new ChainWatch(client);
        KubernetesClient ours = account.client()) {
      try (Operator first = OperatorUnderTest.of(ours)) {
        first.start();
        scene.workload("web", 3, OperatorPlaneTest.SURVIVES_A_SITE);
        scene.awaitReady("web");
      }
      client.resources(BleuWorkload.class).withName("web").delete();
      scene.until(
          "the workload and what runs is gone without an operator",
          () -> scene.workload("web") == null && scene.children("web").isEmpty());
      assertEquals(3, replicas(scene.assigned("web")), "what was decided is still on record");
      try (Operator second = OperatorUnderTest.of(ours)) {
        second.start();
        scene.until(
            "withdrawn",
            () -> scene.placement("web") == null && scene.ledger().getSpec().entries().isEmpty());
      }
      chain.verify();
      assertEquals(
          List.of("InputChanged", "Withdrawn"),
          chain.entries().stream().map(Entry::cause).toList());
    }
  }

  private static int replicas(Map<String, Integer> assigned) {
    return assigned.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** One life with a crash after so many writes; false when it had fewer. */
  private static boolean crashed(
      Scene scene, KubernetesClient client, Config config, ChainWatch chain, int write) {
    String name = "w" + write;
    try (Restarting operator = new Restarting(config, write)) {
      scene.workload(name, 3, OperatorPlaneTest.SURVIVES_A_SITE);
      scene.awaitReady(name);
      client.resources(BleuWorkload.class).withName(name).scale(6);
      scene.awaitReady(name);
      assertEquals(
          scene.assigned(name), scene.bound(name), "after write " + write + " the pods differ");
      client.resources(BleuWorkload.class).withName(name).delete();
      scene.until(
          name + " leaves nothing",
          () ->
              scene.workload(name) == null
                  && scene.placement(name) == null
                  && scene.children(name).isEmpty()
                  && scene.pods(name).isEmpty()
                  && scene.ledger().getSpec().entries().isEmpty());
      List<String> causes =
          chain.entries().stream()
              .filter(e -> e.workload().name().equals(name))
              .map(Entry::cause)
              .toList();
      // One decision for each thing that was asked, and the end.
      assertEquals(List.of("InputChanged", "InputChanged", "Withdrawn"), causes, "write " + write);
      assertEquals(Map.of(), scene.bound(name));
      return operator.crashed();
    }
  }

  /** An operator that is cut off from the server after so many writes, then started anew. */
  private static final class Restarting implements AutoCloseable {
    private final CountDownLatch crash = new CountDownLatch(1);
    private final KubernetesClient firstClient;
    private final KubernetesClient secondClient;
    private final Operator first;
    private final Thread successor;
    private volatile Operator second;

    Restarting(Config config, int write) {
      firstClient = new Writes(write, crash::countDown).client(config);
      secondClient = new Writes().client(config);
      first = OperatorUnderTest.of(firstClient);
      first.start();
      successor = new Thread(this::succeed, "successor");
      successor.start();
    }

    boolean crashed() {
      return crash.getCount() == 0;
    }

    private void succeed() {
      try {
        crash.await();
      } catch (InterruptedException e) {
        return;
      }
      first.close();
      second = OperatorUnderTest.of(secondClient);
      second.start();
    }

    @Override
    public void close() {
      successor.interrupt();
      try {
        successor.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      first.close();
      if (second != null) {
        second.close();
      }
      firstClient.close();
      secondClient.close();
    }
  }
}
