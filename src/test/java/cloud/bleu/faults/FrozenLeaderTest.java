package cloud.bleu.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.OperatorProcess;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.Stillness;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A leader is stopped (SIGSTOP) right before it creates a child of five replicas. Its successor
 * creates the child and scales it to one. What the first one does when it goes on must not undo
 * that.
 */
@RealControlPlane
@Timeout(240)
class FrozenLeaderTest {

  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (ERROR|WARN |INFO ) \\[.+?] \\S+ .+");

  @TempDir Path directory;

  @BeforeEach
  void nobodyLeads(KubernetesClient client, OperatorAccount account) {
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
  }

  @Test
  void writeThatIsUnderWayDoesNotOutliveItsDecision(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) throws Exception {
    HeldWrite held = new HeldWrite();
    try (FaultProxy proxy = new FaultProxy(account.config(), held)) {
      Scene scene = scene(client, nodes);
      try (OperatorProcess first = process(proxy, account)) {
        held.reached.await();
        first.pause();
        try (OperatorUnderTest.Running second = second(account)) {
          long generation = scaledBySuccessor(scene, client, account);
          held.release.countDown();
          held.answered.await();
          assertEquals(List.of(409), held.codes, "the server takes nothing that is that old");
          first.resume();
          scene.until("the first has ended\n" + first.log(), () -> !first.isAlive());
          assertEndedInLines(first);
          assertEquals(1, child(client).getSpec().getReplicas());
          assertEquals(generation, child(client).getMetadata().getGeneration());
        }
      }
    }
  }

  @Test
  void processThatWasStoppedForLongerThanItsLeaseSendsNoWrite(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) throws Exception {
    HeldAnswer held = new HeldAnswer();
    try (FaultProxy proxy = new FaultProxy(account.config(), held)) {
      Scene scene = new Scene(client, nodes);
      scene.provider("acme").zone("acme", "fr-a");
      try (OperatorProcess first = process(proxy, account)) {
        // What comes of the start is written, so that little is left that could be under way below.
        scene.until(
            "provider and zone have a status",
            () ->
                client.resources(CloudProvider.class).withName("acme").get().getStatus() != null
                    && scene.zone("fr-a").getStatus() != null);
        scene.workload("web", 5, "{}");
        held.reached.await();
        // What has passed the check is on its way before the process stops.
        Stillness underWay = new Stillness(Duration.ofSeconds(1), 10);
        await("the writes under way")
            .atMost(Scene.SOON)
            .until(() -> underWay.still(held.waiting()));
        first.pause();
        try (OperatorUnderTest.Running second = second(account)) {
          long generation = scaledBySuccessor(scene, client, account);
          held.release.countDown();
          first.resume();
          // Nothing about the lease gets through: either the election notices by its own clock that
          // it is too late, or a write is held back.
          scene.until(
              "the first finds out\n" + first.log(),
              () -> !first.isAlive() || first.log().contains("no write is sent"));
          held.end.countDown();
          scene.until("the first has ended\n" + first.log(), () -> !first.isAlive());
          assertEndedInLines(first);
          assertEquals(List.of(), held.later);
          assertEquals(1, child(client).getSpec().getReplicas());
          assertEquals(generation, child(client).getMetadata().getGeneration());
        }
      }
    }
  }

  /** What it says from its start until it ends is a line for each thing, without a stack trace. */
  private static void assertEndedInLines(OperatorProcess process) {
    String said = process.log();
    assertEquals(1, process.exitCode(), said);
    List<String> lines = new ArrayList<>(said.lines().toList());
    assertTrue(lines.remove("bleu run: another process leads; this one ends"), said);
    assertFalse(lines.isEmpty(), said);
    for (String line : lines) {
      assertTrue(LINE.matcher(line).matches(), line);
    }
  }

  private static Scene scene(KubernetesClient client, FakeNodes nodes) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    scene.workload("web", 5, "{}");
    return scene;
  }

  private OperatorProcess process(FaultProxy proxy, OperatorAccount account) throws Exception {
    Path kubeconfig = directory.resolve("proxy.kubeconfig");
    Files.writeString(kubeconfig, proxy.kubeconfig());
    return OperatorProcess.expiring(kubeconfig, directory, "first", account.namespace());
  }

  private static OperatorUnderTest.Running second(OperatorAccount account) {
    return OperatorProcess.successor(account, "second", null);
  }

  /** Waits for a child of five replicas, then of one; returns its generation. */
  private static long scaledBySuccessor(
      Scene scene, KubernetesClient client, OperatorAccount account) {
    scene.until(
        "the second leads and has created the child",
        () -> {
          Deployment child = child(client);
          return holder(client, account).startsWith("second_")
              && child != null
              && child.getSpec().getReplicas() == 5;
        });
    scene.awaitReady("web");
    client.resources(BleuWorkload.class).withName("web").scale(1);
    scene.until("scaled to one", () -> child(client).getSpec().getReplicas() == 1);
    scene.awaitReady("web");
    return child(client).getMetadata().getGeneration();
  }

  private static @Nullable Deployment child(KubernetesClient client) {
    List<Deployment> children =
        client
            .apps()
            .deployments()
            .withLabel("placement.bleu.cloud/workload", "web")
            .list()
            .getItems();
    return children.isEmpty() ? null : children.get(0);
  }

  private static String holder(KubernetesClient client, OperatorAccount account) {
    Lease lease =
        client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).get();
    return lease == null || lease.getSpec().getHolderIdentity() == null
        ? ""
        : lease.getSpec().getHolderIdentity();
  }

  /** The first write of a child is on its way until it is let through. */
  private static final class HeldWrite implements Fault {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch answered = new CountDownLatch(1);
    final List<Integer> codes = new CopyOnWriteArrayList<>();

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      if (request.isWrite() && request.about("deployments")) {
        reached.countDown();
        release.await();
      }
      return null;
    }

    @Override
    public Answer after(Request request, Answer answer) {
      if (request.isWrite() && request.about("deployments")) {
        codes.add(answer.code());
        answered.countDown();
      }
      return answer;
    }
  }

  /**
   * The answer that the first write of a child waits for is on its way; from then on no lease
   * passes. What is written before the process is stopped is not answered, so that its time runs
   * out meanwhile; what is written later comes to nothing.
   */
  private static final class HeldAnswer implements Fault {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch end = new CountDownLatch(1);
    final List<Request> later = new CopyOnWriteArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();

    int waiting() {
      return waiting.get();
    }

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      if (reached.getCount() > 0) {
        return null;
      }
      if (request.path().contains("/leases")) {
        end.await();
        return null;
      }
      if (!request.isWrite()) {
        return null;
      }
      if (release.getCount() == 0) {
        later.add(request);
      } else {
        waiting.incrementAndGet();
        end.await();
      }
      return Answer.status(409, "Conflict");
    }

    @Override
    public Answer after(Request request, Answer answer) throws InterruptedException {
      if (request.about("deployments") && request.query().contains("dryRun=All")) {
        reached.countDown();
        release.await();
      }
      return answer;
    }
  }
}
