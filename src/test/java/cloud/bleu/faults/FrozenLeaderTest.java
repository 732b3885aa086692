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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * A leader is stopped (SIGSTOP) in the middle of two decisions: the write of one child of five
 * replicas is on its way, that of another one waits for an answer. Its successor creates both and
 * scales them to one. Neither what was on its way nor what the first one does when it goes on
 * undoes that.
 */
@RealControlPlane
@Timeout(240)
class FrozenLeaderTest {

  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (ERROR|WARN |INFO ) \\[.+?] \\S+ .+");

  /** The write of its child is on its way when the leader stops. */
  private static final String SENT = "sent";

  /** Whether the server would take the write of its child is asked when the leader stops. */
  private static final String ASKED = "asked";

  private static final List<String> WORKLOADS = List.of(SENT, ASKED);

  @TempDir Path directory;

  @BeforeEach
  void nobodyLeads(KubernetesClient client, OperatorAccount account) {
    client.leases().inNamespace(account.namespace()).withName(OperatorOptions.LEASE).delete();
  }

  @Test
  void whatIsUnderWayDoesNotOutliveItsDecisionAndNothingElseIsSent(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) throws Exception {
    Held held = new Held();
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
        WORKLOADS.forEach(name -> scene.workload(name, 5, "{}"));
        held.sent.await();
        held.asked.await();
        // What has passed the check is on its way before the process stops.
        Stillness underWay = new Stillness(Duration.ofSeconds(1), 10);
        await("the writes under way")
            .atMost(Scene.SOON)
            .until(() -> underWay.still(held.waiting()));
        first.pause();
        try (OperatorUnderTest.Running second = second(account)) {
          Map<String, Long> generations = scaledBySuccessor(scene, client, account);
          held.release.countDown();
          held.answered.await();
          // More than one where the time of the first write was over before the process stopped.
          assertEquals(
              Set.of(409), Set.copyOf(held.codes), "the server takes nothing that is that old");
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
          WORKLOADS.forEach(name -> assertEquals(1, replicas(client, name), name));
          assertEquals(generations, generations(client));
        }
      }
    }
  }

  /** What it says from its start until it ends is a line for each thing, without a stack trace. */
  private static void assertEndedInLines(OperatorProcess process) {
    String said = process.log();
    assertEquals(1, process.exitCode(), said);
    List<String> lines = new ArrayList<>(said.lines().toList());
    assertTrue(
        lines.remove("bleu run: this process leads no longer, as its log says; it ends"), said);
    assertFalse(lines.isEmpty(), said);
    for (String line : lines) {
      assertTrue(LINE.matcher(line).matches(), line);
    }
  }

  private OperatorProcess process(FaultProxy proxy, OperatorAccount account) throws Exception {
    Path kubeconfig = directory.resolve("proxy.kubeconfig");
    Files.writeString(kubeconfig, proxy.kubeconfig());
    return OperatorProcess.expiring(kubeconfig, directory, "first", account.namespace());
  }

  private static OperatorUnderTest.Running second(OperatorAccount account) {
    return OperatorProcess.successor(account, "second", null);
  }

  /** Waits for children of five replicas, then of one; returns their generations. */
  private static Map<String, Long> scaledBySuccessor(
      Scene scene, KubernetesClient client, OperatorAccount account) {
    scene.until(
        "the second leads and has created the children",
        () ->
            holder(client, account).startsWith("second_")
                && WORKLOADS.stream().allMatch(name -> replicas(client, name) == 5));
    WORKLOADS.forEach(scene::awaitReady);
    WORKLOADS.forEach(name -> client.resources(BleuWorkload.class).withName(name).scale(1));
    scene.until(
        "scaled to one", () -> WORKLOADS.stream().allMatch(name -> replicas(client, name) == 1));
    WORKLOADS.forEach(scene::awaitReady);
    return generations(client);
  }

  private static Map<String, Long> generations(KubernetesClient client) {
    Map<String, Long> generations = new TreeMap<>();
    WORKLOADS.forEach(
        name -> generations.put(name, child(client, name).getMetadata().getGeneration()));
    return generations;
  }

  /** Those of its child; 0 without one. */
  private static int replicas(KubernetesClient client, String workload) {
    Deployment child = child(client, workload);
    return child == null ? 0 : child.getSpec().getReplicas();
  }

  private static @Nullable Deployment child(KubernetesClient client, String workload) {
    List<Deployment> children =
        client
            .apps()
            .deployments()
            .withLabel("placement.bleu.cloud/workload", workload)
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

  /**
   * The write of one child is on its way until it is let through, and so is the answer that the
   * write of the other one waits for. Once both are, no lease passes. What is written before the
   * process is stopped is not answered, so that its time runs out meanwhile; what is written later
   * comes to nothing.
   */
  private static final class Held implements Fault {
    final CountDownLatch sent = new CountDownLatch(1);
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    final CountDownLatch answered = new CountDownLatch(1);
    final CountDownLatch end = new CountDownLatch(1);
    final List<Integer> codes = new CopyOnWriteArrayList<>();
    final List<Request> later = new CopyOnWriteArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();

    int waiting() {
      return waiting.get();
    }

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      if (request.isWrite() && isOfChild(request, SENT) && release.getCount() > 0) {
        sent.countDown();
        release.await();
        return null;
      }
      if (sent.getCount() + asked.getCount() > 0) {
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
      if (request.isWrite() && request.about("deployments")) {
        codes.add(answer.code());
        answered.countDown();
      } else if (isOfChild(request, ASKED) && request.query().contains("dryRun=All")) {
        asked.countDown();
        release.await();
      }
      return answer;
    }

    private static boolean isOfChild(Request request, String workload) {
      return request.about("deployments")
          && new String(request.body(), StandardCharsets.UTF_8)
              .contains("\"placement.bleu.cloud/workload\":\"" + workload + "\"");
    }
  }
}
