package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leader that cannot renew its lease says so in few lines, however much it has to write. */
@RealControlPlane
@Timeout(180)
class LeaseLostLogTest {

  private static final int WORKLOADS = 8;

  @TempDir Path directory;

  @Test
  void eachFaultIsALine(KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws Exception {
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
    Unavailable unavailable = new Unavailable();
    try (FaultProxy proxy = new FaultProxy(account.config(), unavailable)) {
      Scene scene = new Scene(client, nodes);
      scene.provider("acme").zone("acme", "fr-a");
      Path kubeconfig = directory.resolve("proxy.kubeconfig");
      Files.writeString(kubeconfig, proxy.kubeconfig());
      try (OperatorProcess process =
          OperatorProcess.expiring(kubeconfig, directory, "only", account.namespace())) {
        scene.workload("first", 1, "{}");
        scene.awaitReady("first");
        unavailable.now = true;
        for (int i = 0; i < WORKLOADS; i++) {
          scene.workload("web-" + i, 1, "{}");
        }
        scene.until("it has ended\n" + process.log(), () -> !process.isAlive());
        List<String> lines = process.log().lines().toList();
        assertEquals(List.of(), lines.stream().filter(l -> l.strip().startsWith("at ")).toList());
        assertTrue(lines.size() < 15, lines.size() + " lines:\n" + process.log());
      }
    }
  }

  /** No write is taken, that of the lease included. */
  private static final class Unavailable implements Fault {
    volatile boolean now;

    @Override
    public @Nullable Answer instead(Request request) {
      return now && !request.method().equals("GET")
          ? Answer.status(503, "ServiceUnavailable")
          : null;
    }
  }
}
