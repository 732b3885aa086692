package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the operator at once, on a real control plane. */
@RealControlPlane
class LeadersPlaneTest {

  @TempDir Path directory;

  @BeforeEach
  void nobodyLeads(KubernetesClient client, OperatorAccount account) {
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
  }

  @Test
  void pausedLeaderThatWakesAfterItsSuccessorSellsNothingAndEnds(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws Exception {
    Scene scene = new Scene(client, nodes);
    // 24 cpu in all, 90 % of them usable: 21.6, and no zone more than 7.2.
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    Path kubeconfig = plane.kubeconfigFile(account.kubeconfig());
    try (ChainWatch chain = new ChainWatch(client);
        OperatorProcess first = expiring(kubeconfig, "first", account)) {
      scene.workload("before", 3, OperatorPlaneTest.THREE_SITES);
      ready(scene, "before", first);
      assertTrue(holder(client, account).startsWith("first_"));

      first.pause();
      try (OperatorProcess second = expiring(kubeconfig, "second", account)) {
        // Each takes 30 × 0.5 = 15 cpu: there is room for one.
        scene.workload("one", 30, "{}");
        scene.workload("two", 30, "{}");
        scene.until(
            "the second decided",
            () -> holder(client, account).startsWith("second_") && decided(scene) == 2);
        first.resume();
        scene.until("the first has ended\n" + first.log(), () -> !first.isAlive());
        assertEquals(1, first.exitCode(), first.log());
        String placed = scene.assigned("one").isEmpty() ? "two" : "one";
        ready(scene, placed, second);
        long sold =
            Stream.of("before", "one", "two")
                .flatMap(w -> scene.assigned(w).values().stream())
                .mapToLong(Integer::longValue)
                .sum();
        assertEquals(33, sold, "replicas of 0.5 cpu sold, of 43 that fit");
        assertTrue(holder(client, account).startsWith("second_"));
      }
      scene.until("every decision is seen", () -> chain.entries().size() >= 3);
      chain.verify();
      assertEquals(3, chain.entries().size());
    }
  }

  @Test
  void leaderThatIsToldToEndHandsOver(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws Exception {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    Path kubeconfig = plane.kubeconfigFile(account.kubeconfig());
    try (OperatorProcess second = handOver(scene, client, kubeconfig, account)) {
      scene.workload("after", 3, OperatorPlaneTest.THREE_SITES);
      ready(scene, "after", second);
    }
  }

  private OperatorProcess handOver(
      Scene scene, KubernetesClient client, Path kubeconfig, OperatorAccount account)
      throws Exception {
    try (OperatorProcess first = process(kubeconfig, "first", account)) {
      scene.workload("before", 3, OperatorPlaneTest.THREE_SITES);
      ready(scene, "before", first);
      first.close();
      assertEquals("", holder(client, account), "who ends gives the lease back");
      return process(kubeconfig, "second", account);
    }
  }

  private OperatorProcess process(Path kubeconfig, String name, OperatorAccount account)
      throws IOException {
    return new OperatorProcess(kubeconfig, directory, name, account.namespace());
  }

  private OperatorProcess expiring(Path kubeconfig, String name, OperatorAccount account)
      throws IOException {
    return OperatorProcess.expiring(kubeconfig, directory, name, account.namespace());
  }

  private static void ready(Scene scene, String workload, OperatorProcess operator) {
    try {
      scene.awaitReady(workload);
    } catch (AssertionError e) {
      throw new AssertionError(operator.log(), e);
    }
  }

  private static int decided(Scene scene) {
    return (int)
        Stream.of("one", "two")
            .filter(w -> scene.placement(w) != null && scene.workload(w).getStatus() != null)
            .count();
  }

  private static String holder(KubernetesClient client, OperatorAccount account) {
    Lease lease =
        client
            .resources(Lease.class)
            .inNamespace(account.namespace())
            .withName(OperatorOptions.LEASE)
            .get();
    return lease == null || lease.getSpec().getHolderIdentity() == null
        ? ""
        : lease.getSpec().getHolderIdentity();
  }
}
