package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.OperatorProcess;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leader is told to end (SIGTERM) while its writes get no answer: that is nobody's fault. */
@RealControlPlane
@Tag("campaign")
@Timeout(180)
class EndAmidWritesTest {

  private static final int WORKLOADS = 12;

  @TempDir Path directory;

  @Test
  void writesThatTheEndCutsOffAreNoComplaint(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) throws Exception {
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
    Silent silent = new Silent();
    try (FaultProxy proxy = new FaultProxy(account.config(), silent)) {
      Scene scene = new Scene(client, nodes);
      scene.provider("acme").zone("acme", "fr-a");
      Path kubeconfig = directory.resolve("proxy.kubeconfig");
      Files.writeString(kubeconfig, proxy.kubeconfig());
      try (OperatorProcess process =
          new OperatorProcess(kubeconfig, directory, "only", account.namespace())) {
        for (int i = 0; i < WORKLOADS; i++) {
          scene.workload("web-" + i, 1, "{}");
        }
        scene.awaitReady("web-0");
        try {
          silent.now = true;
          for (int i = 0; i < WORKLOADS; i++) {
            client.resources(BleuWorkload.class).withName("web-" + i).scale(2);
          }
          scene.until("writes wait", () -> silent.waiting.get() > 0);
          process.end();
        } finally {
          silent.over.countDown();
        }
        assertEquals(
            List.of(),
            process.log().lines().filter(l -> !l.contains(" INFO ")).toList(),
            process.log());
      }
    }
  }

  /** No write but that of the lease is answered. */
  private static final class Silent implements Fault {
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean now;

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      if (now && request.isWrite() && !request.path().contains("/leases")) {
        waiting.incrementAndGet();
        over.await();
      }
      return null;
    }
  }
}
