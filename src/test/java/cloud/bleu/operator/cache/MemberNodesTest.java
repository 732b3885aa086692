package cloud.bleu.operator.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.SandboxClients;
import cloud.bleu.translate.load.ClusterNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is seen of the nodes of another cluster, with every right and without. */
@Tag("wiring")
class MemberNodesTest {

  private static final String HOME = "this-hub";
  private static final Duration SOON = Duration.ofSeconds(60);

  /** What is answered in place of the server, by kind; 0: nothing, ever. */
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger remarks = new AtomicInteger();
  private final AtomicInteger undeclared = new AtomicInteger();
  private final AtomicInteger podsTold = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private FaultProxy proxy;
  private KubernetesClient through;
  private MemberCaches caches;
  private MemberNodes nodes;

  /** Refuses, fails or is silent. */
  private final class Refusals implements Fault {
    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      for (Map.Entry<String, Integer> kind : refused.entrySet()) {
        if (request.about(kind.getKey())) {
          asked.incrementAndGet();
          if (kind.getValue() == 0) {
            over.await();
          }
          return Answer.status(kind.getValue() == 0 ? 504 : kind.getValue(), "MadeUp");
        }
      }
      return null;
    }

    /** What may not be listed any more has expired, so that it is listed. */
    @Override
    public List<String> events(Request watch, String event) {
      return List.of(
          refused.keySet().stream().anyMatch(watch::about)
              ? "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":410,\"reason\":\"Expired\"}}"
              : event);
    }
  }

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
    Path kubeconfig = folder.resolve("kubeconfig");
    server.writeKubeconfig(kubeconfig);
    proxy = new FaultProxy(Config.fromKubeconfig(Files.readString(kubeconfig)), new Refusals());
    caches(Duration.ofMinutes(2));
  }

  /**
   * Of a client that waits so long for an answer. Where one is to come it waits long: a machine
   * that is busy takes seconds, and what it gives up is told.
   */
  private void caches(Duration patience) {
    try (KubernetesClient slow = proxy.client()) {
      through =
          SandboxClients.of(
              new ConfigBuilder(slow.getConfiguration())
                  .withWatchReconnectInterval(20)
                  .withRequestRetryBackoffLimit(0)
                  .withRequestTimeout((int) patience.toMillis())
                  .build());
    }
    caches =
        new MemberCaches(
            through,
            HOME,
            this::changed,
            new MemberNodes.Listener() {
              @Override
              public void nodesChanged() {
                changes.incrementAndGet();
              }

              @Override
              public void undeclaredChanged() {
                undeclared.incrementAndGet();
              }

              @Override
              public void remarked() {
                remarks.incrementAndGet();
              }

              @Override
              public boolean isDeclared(WorkloadId workload) {
                return workload.name().equals("ours");
              }
            });
    nodes = caches.nodes();
  }

  @AfterEach
  void stop() {
    over.countDown();
    caches.close();
    through.close();
    proxy.close();
    client.close();
    server.close();
  }

  private void node(String name, String zone, String heartbeat) {
    client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("zone", zone)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastHeartbeatTime(heartbeat)
                .endCondition()
                .endStatus()
                .build())
        .serverSideApply();
  }

  private void changed(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    podsTold.addAndGet(before instanceof Pod || after instanceof Pod ? 1 : 0);
  }

  private void pod(String name, String node) {
    pod(name, node, Map.of());
  }

  private void pod(String name, String node, Map<String, String> labels) {
    pod(name, node, labels, null);
  }

  private void pod(
      String name, String node, Map<String, String> labels, @Nullable Boolean isOnHost) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withHostNetwork(isOnHost)
                .endSpec()
                .build())
        .serverSideApply();
  }

  private void awaitSeen() {
    await().atMost(SOON).until(() -> nodes.unseen().findAny().isEmpty());
  }

  /** A fault can be seen a moment before what it leads to. */
  private void awaitRemark(String said) {
    await().atMost(SOON).until(() -> String.valueOf(nodes.remark()).startsWith(said));
  }

  private List<String> names() {
    ClusterNodes there = nodes.nodes();
    return there == null
        ? List.of()
        : there.nodes().stream().map(n -> n.getMetadata().getName()).toList();
  }

  @Test
  void whatIsThereIsTheSameObjectUntilItChanges() {
    node("b", "one", "2026-11-27T12:00:00Z");
    nodes.start();
    awaitSeen();
    // What is listed is told a moment after it can be seen.
    await().atMost(SOON).until(() -> changes.get() == 1);
    ClusterNodes first = nodes.nodes();
    assertEquals(List.of("b"), names());
    assertSame(first, nodes.nodes(), "zones share what is computed of it");
    assertNull(nodes.remark());

    node("a", "one", "2026-11-27T12:00:00Z");
    await().atMost(SOON).until(() -> names().equals(List.of("a", "b")));
    assertNotSame(first, nodes.nodes());
    await().atMost(SOON).until(() -> changes.get() == 2);
    node("b", "one", "2026-11-27T12:00:10Z");
    node("a", "two", "2026-11-27T12:00:00Z");
    await()
        .atMost(SOON)
        .until(
            () -> nodes.nodes().nodes().get(0).getMetadata().getLabels().get("zone").equals("two"));
    await().atMost(SOON).until(() -> changes.get() >= 3);
    assertEquals(3, changes.get(), "a heartbeat decides nothing");
    assertEquals(0, remarks.get());
  }

  /** Pods of another hub take room that no decision of this one counts. */
  @ParameterizedTest
  @CsvSource({"ours, false", "theirs, true"})
  void podsOfAnotherHubLeadToAnotherDecision(String workload, boolean news) {
    node("a", "one", "2026-11-27T12:00:00Z");
    nodes.start();
    awaitSeen();
    await().atMost(SOON).until(() -> nodes.nodes() != null && changes.get() > 0);
    int before = changes.get();
    pod("p", "a", Map.of(Labels.WORKLOAD, workload));
    await().atMost(SOON).until(() -> nodes.nodes().pods().size() == 1);
    client.pods().inNamespace("default").withName("p").delete();
    await().atMost(SOON).until(() -> nodes.nodes().pods().isEmpty());
    // What comes after is told after.
    pod("q", "a");
    await().atMost(SOON).until(() -> changes.get() >= before + (news ? 3 : 1));
    assertEquals(before + (news ? 3 : 1), changes.get());
  }

  /** Two hubs by mistake: the Deployment says whose the pods with its labels are. */
  @ParameterizedTest
  @CsvSource({"this-hub, false", "hub-2, true", ", true"})
  void podsOfANamesakeAreForeign(@Nullable String home, boolean foreign) {
    node("a", "one", "2026-11-27T12:00:00Z");
    caches.start();
    await().atMost(SOON).until(() -> caches.unseen().isEmpty() && changes.get() > 0);
    int before = changes.get();
    Map<String, String> labels = Labels.ofChild("ours", "z");
    pod("p", "a", labels);
    pod("of-another-zone", "a", Labels.ofChild("ours", "y"));
    await().atMost(SOON).until(() -> nodes.nodes().pods().size() == 2);
    assertEquals(List.of(), foreign(), "nothing says that they are somebody else's");

    deployment(labels, home);
    await().atMost(SOON).until(() -> caches.deployment("default", "ours-z") != null);
    await().atMost(SOON).until(() -> foreign().equals(foreign ? List.of("p") : List.of()));
    await().atMost(SOON).until(() -> changes.get() == before + (foreign ? 1 : 0));
    pod("q", "a", labels);
    await().atMost(SOON).until(() -> nodes.nodes().pods().size() == 3);
    assertEquals(foreign ? List.of("p", "q") : List.of(), foreign());
    await().atMost(SOON).until(() -> changes.get() == before + (foreign ? 2 : 0));

    // As where this hub takes the place of that one.
    deployment(labels, HOME);
    await().atMost(SOON).until(() -> foreign().isEmpty());
    pod("r", "a");
    int last = before + (foreign ? 4 : 1);
    await().atMost(SOON).until(() -> changes.get() >= last);
    assertEquals(last, changes.get());
  }

  /** Whether a stated egress binds the pods of a workload is told of its pods alone. */
  @Test
  void podOnTheNetworkOfItsNodeIsToldUntilItIsGone() {
    caches.start();
    await().atMost(SOON).until(() -> caches.unseen().isEmpty());
    Map<String, String> labels = Labels.ofChild("ours", "z");
    pod("bound", "a", labels);
    pod("free", "a", labels, true);
    pod("other", "a", Labels.ofChild("other", "z"));
    await().atMost(SOON).until(() -> caches.pods("default", "ours").size() == 2);
    await().atMost(SOON).until(() -> podsTold.get() == 1);
    client.pods().inNamespace("default").withName("free").delete();
    await().atMost(SOON).until(() -> caches.pods("default", "ours").size() == 1);
    await().atMost(SOON).until(() -> podsTold.get() >= 2);
  }

  @ParameterizedTest
  @CsvSource({
    // of which workload and hub; whether no workload of this hub declares it
    "ours, this-hub, false",
    "gone, this-hub, true",
    "gone, another-hub, false",
    "gone, , false",
  })
  void deploymentOfThisHubWithoutItsWorkloadIsUndeclared(
      String workload, @Nullable String home, boolean isUndeclared) {
    caches.start();
    await().atMost(SOON).until(() -> caches.unseen().isEmpty());
    deployment(Labels.ofChild(workload, "z"), home);
    await().atMost(SOON).until(() -> caches.deployment("default", "ours-z") != null);
    await().atMost(SOON).until(() -> undeclared.get() == (isUndeclared ? 1 : 0));
    assertEquals(isUndeclared ? 1 : 0, caches.undeclared().size());

    client.apps().deployments().inNamespace("default").withName("ours-z").delete();
    await().atMost(SOON).until(() -> caches.deployment("default", "ours-z") == null);
    await().atMost(SOON).until(() -> undeclared.get() == (isUndeclared ? 2 : 0));
    assertEquals(0, caches.undeclared().size());
  }

  private List<String> foreign() {
    ClusterNodes there = nodes.nodes();
    return there.pods().stream()
        .filter(there::isForeign)
        .map(pod -> pod.getMetadata().getName())
        .sorted()
        .toList();
  }

  private void deployment(Map<String, String> labels, @Nullable String home) {
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("ours-z")
                .withNamespace("default")
                .withLabels(labels)
                .addToLabels(home == null ? Map.of() : Map.of(Labels.HOME, home))
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("i")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .serverSideApply();
  }

  @ParameterizedTest
  @CsvSource({"nodes, its nodes may not be seen", "pods, its pods may not be seen"})
  void whatMayNotBeSeenIsNotWaitedForAndCountsOnceItMay(String kind, String said) {
    refused.put(kind, 403);
    node("a", "one", "2026-11-27T12:00:00Z");
    nodes.start();
    awaitSeen();
    awaitRemark(said);
    assertEquals(kind.equals("nodes") ? List.of() : List.of("a"), names());
    await().atMost(SOON).until(() -> remarks.get() == 1);

    refused.clear();
    await().atMost(SOON).until(() -> nodes.remark() == null);
    assertNotNull(nodes.nodes());
    await().atMost(SOON).until(() -> names().equals(List.of("a")));
    await().atMost(SOON).until(() -> remarks.get() == 2);
  }

  @ParameterizedTest
  @CsvSource({
    "nodes, 403, its nodes may not be seen",
    "nodes, 404, its API server serves no nodes",
    "nodes, 500, its nodes cannot be listed",
    "nodes, 0, its nodes cannot be listed",
    "pods, 404, its API server serves no pods",
    "pods, 500, its pods cannot be listed",
    "pods, 0, its pods cannot be listed",
  })
  void whatIsNotListedIsNotWaitedForAndNoEmptyCluster(String kind, int code, String said) {
    if (code == 0) {
      caches.close();
      through.close();
      caches(Duration.ofSeconds(3));
    }
    refused.put(kind, code);
    node("a", "one", "2026-11-27T12:00:00Z");
    nodes.start();
    awaitSeen();
    awaitRemark(said);
    boolean without = kind.equals("pods") && code == 404;
    assertEquals(without ? List.of("a") : null, nodes.nodes() == null ? null : names());

    refused.clear();
    await().atMost(SOON).until(() -> nodes.remark() == null);
    assertEquals(List.of("a"), names());
  }

  /** One answer after a refusal takes nothing of it back. */
  @Test
  void faultAfterARefusalIsNoEmptyCluster() {
    refused.put("nodes", 403);
    node("a", "one", "2026-11-27T12:00:00Z");
    nodes.start();
    awaitSeen();
    awaitRemark("its nodes may not be seen");
    String denied = nodes.remark();
    refused.put("nodes", 500);
    long before = asked.get();
    await()
        .atMost(SOON)
        .until(
            () -> {
              assertNull(nodes.nodes());
              assertEquals(denied, nodes.remark());
              assertEquals(0, nodes.unseen().count());
              return asked.get() >= before + 2;
            });
    assertEquals(1, remarks.get());
  }

  @ParameterizedTest
  @CsvSource({"nodes, 403", "nodes, 500", "pods, 403", "pods, 500"})
  void rightThatIsWithdrawnLeavesNothingStale(String kind, int code) {
    node("a", "one", "2026-11-27T12:00:00Z");
    pod("p", "a");
    nodes.start();
    awaitSeen();
    await().atMost(SOON).until(() -> nodes.nodes() != null && nodes.nodes().pods().size() == 1);
    refused.put(kind, code);
    node("b", "one", "2026-11-27T12:00:00Z");
    pod("q", "a");
    await().atMost(SOON).until(() -> nodes.remark() != null);
    assertEquals(0, nodes.unseen().count());
    if (kind.equals("nodes")) {
      assertNull(nodes.nodes());
    } else {
      assertEquals(1, nodes.nodes().pods().size(), "room does not grow by a right less");
    }
  }
}
