package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.OperatorProcess;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.log.ProgramLog;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A leader that cannot renew its lease says so in few lines, however much it has to write. */
@RealControlPlane
@Timeout(180)
class LeaseLostLogTest {

  private static final int WORKLOADS = 8;

  @RegisterExtension private final OperatorLog log = OperatorLog.whole();

  @Test
  void eachFaultIsALine(KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws Exception {
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
    Unavailable unavailable = new Unavailable();
    try (FaultProxy proxy = new FaultProxy(account.config(), unavailable)) {
      Scene scene = new Scene(client, nodes);
      scene.provider("acme").zone("acme", "fr-a");
      CountDownLatch end = new CountDownLatch(1);
      try (OperatorUnderTest.Running only =
          OperatorProcess.expiring(
              proxy.client(), account.namespace(), "only", null, end::countDown)) {
        scene.workload("first", 1, "{}");
        scene.awaitReady("first");
        unavailable.now = true;
        for (int i = 0; i < WORKLOADS; i++) {
          scene.workload("web-" + i, 1, "{}");
        }
        scene.until("it is to end: " + log, () -> end.getCount() == 0);
      }
      String said = ProgramLog.text(log.events());
      assertTrue(said.contains(" leads no longer: it did not renew its lease in time\n"), said);
      List<String> lines = said.lines().toList();
      assertEquals(List.of(), lines.stream().filter(l -> l.strip().startsWith("at ")).toList());
      assertTrue(lines.size() < 15, lines.size() + " lines:\n" + said);
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
