package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.OperatorProcess;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Decisions of one batch are in the ledger, and some of their placements are written, when the
 * leader or the API server goes. The others are written later as they were decided, each once.
 */
public abstract class PublicationBatchLife {

  private static final List<String> WORKLOADS =
      IntStream.rangeClosed(1, 8).mapToObj(i -> "web-" + i).toList();

  /** So many placements of the batch are written before it breaks. */
  private static final int WRITTEN = 3;

  private Scene scene;

  @BeforeEach
  void workloadsThatNobodyHasDecided(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
    scene = new Scene(client, nodes).provider("acme");
    List.of("fr-a", "fr-b", "fr-c").forEach(zone -> scene.zone("acme", zone));
    WORKLOADS.forEach(name -> scene.workload(name, 3, "{spread: [{over: Site, maxSkew: 1}]}"));
  }

  @Test
  void successorWritesWhatTheLeaderHasDecidedAndNotWritten(
      KubernetesClient client, OperatorAccount account) throws InterruptedException {
    HeldPlacements held = new HeldPlacements();
    try (ChainWatch chain = new ChainWatch(client);
        FaultProxy proxy = new FaultProxy(account.config(), held);
        OperatorUnderTest.Running first =
            OperatorProcess.expiring(
                proxy.clientWithoutRetries(), account.namespace(), "first", null, () -> {})) {
      held.awaitHalf();
      assertTrue(first.operator().leading());
      held.gone = true;
      held.over.countDown();
      try (OperatorUnderTest.Running second = OperatorProcess.successor(account, "second", null)) {
        scene.until("the second leads", second.operator()::leading);
        isCarriedOutOnce(chain);
      }
    }
  }

  @Test
  void apiServerThatGoesAndComesBackGetsTheRest(
      ControlPlane plane, KubernetesClient client, OperatorAccount account)
      throws InterruptedException {
    HeldPlacements held = new HeldPlacements();
    try (ChainWatch chain = new ChainWatch(client);
        FaultProxy proxy = new FaultProxy(account.config(), held);
        OperatorUnderTest.Running only = OperatorUnderTest.running(proxy.client())) {
      held.awaitHalf();
      plane.apiServer().restart();
      held.over.countDown();
      plane.awaitReady();
      chain.awaitServer(scene, client);
      isCarriedOutOnce(chain);
      assertTrue(only.operator().leading());
    }
  }

  private void isCarriedOutOnce(ChainWatch chain) {
    WORKLOADS.forEach(scene::awaitReady);
    chain.awaitEnd(scene);
    chain.verify();
    chain.verifyDecidedOnce();
    WORKLOADS.forEach(name -> assertEquals(1, chain.decisions(name, 0), name));
  }

  /** Lets some placements be written, and the others wait. */
  private static final class HeldPlacements implements Fault {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch written = new CountDownLatch(WRITTEN);
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean gone;

    void awaitHalf() throws InterruptedException {
      written.await();
      waiting.await();
    }

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      if (isPlacement(request) && asked.incrementAndGet() > WRITTEN) {
        waiting.countDown();
        over.await();
      }
      return gone ? Answer.status(403, "Forbidden") : null;
    }

    @Override
    public Answer after(Request request, Answer answer) {
      if (isPlacement(request)) {
        written.countDown();
      }
      return answer;
    }

    @Override
    public List<String> events(Request watch, String event) {
      return gone ? List.of() : List.of(event);
    }

    private static boolean isPlacement(Request request) {
      return request.isWrite()
          && request.about("workloadplacements")
          && !request.path().endsWith("/status");
    }
  }
}
