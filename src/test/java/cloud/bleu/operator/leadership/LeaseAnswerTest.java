package cloud.bleu.operator.leadership;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.faults.StoppingServer;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** For how long an election waits for an answer about its lease that began and does not end. */
@Tag("wiring")
class LeaseAnswerTest {
  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/bleu-system/leases";

  /** So long nothing has to come of any other answer until it is given up. */
  private static final Duration MOST = Duration.ofSeconds(45);

  private final StoppingServer server =
      new StoppingServer(
          """
          {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
           "metadata": {"namespace": "bleu-system", "name": "%s", "uid": "u"},
           "spec": {"holderIdentity": "ours"}}"""
              .formatted(OperatorOptions.LEASE));

  private KubernetesClient client;
  private KubernetesClient fenced;

  @BeforeEach
  void start() {
    client = SandboxClients.of(server.config());
    fenced = FencedHttpClient.fenced(client, new Fence(Duration.ofSeconds(3)));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void itIsGivenUpWhileThereIsTimeToAskAgain() {
    server.stops(request -> true);
    server.send(10);
    for (Runnable asks : List.<Runnable>of(this::read, this::renew)) {
      KubernetesClientException given =
          assertTimeoutPreemptively(
              MOST, () -> assertThrows(KubernetesClientException.class, asks::run));
      assertEquals(
          "the API server at "
              + server.url()
              + " began an answer, and it did not end within 1 s; see whether it hangs, or a proxy"
              + " before it",
          given.getCause().getMessage());
    }
    server.stops(request -> false);
    // One that takes longer than that, as on a machine that is busy, is given up as well.
    await("the next one is taken")
        .atMost(MOST)
        .ignoreException(KubernetesClientException.class)
        .until(() -> read().getSpec().getHolderIdentity().equals("ours"));
    await("and the next renewal")
        .atMost(MOST)
        .ignoreException(KubernetesClientException.class)
        .untilAsserted(this::renew);
  }

  /** All its repetitions together: else the election hangs for minutes after its lease ran out. */
  @Test
  void requestWithoutAnyAnswerIsGivenUpToo() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        KubernetesClient asking =
            SandboxClients.of(
                new ConfigBuilder(server.config())
                    .withMasterUrl("http://127.0.0.1:" + silent.getLocalPort())
                    .withRequestRetryBackoffLimit(10)
                    .build())) {
      KubernetesClient hanging = FencedHttpClient.fenced(asking, new Fence(Duration.ofSeconds(3)));
      assertTimeoutPreemptively(
          MOST, () -> assertThrows(KubernetesClientException.class, () -> lease(hanging).get()));
    }
  }

  /** A list of leases may be long, and is none that an election asks for. */
  @Test
  void anyOtherAnswerHasItsTime() {
    server.stops(request -> true);
    List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
    for (String path : List.of(LEASES, "/api/v1/namespaces/bleu-system/configmaps/m")) {
      others.add(asked(path));
    }
    await().atMost(MOST).until(() -> server.begun(request -> !isOfLease(request)) == others.size());
    assertThrows(KubernetesClientException.class, this::read);
    for (CompletableFuture<HttpResponse<String>> other : others) {
      assertFalse(other.isDone(), "it began before that of the lease, which is given up");
    }
    // That which is given up takes some of it.
    server.send(3 * server.length());
    for (CompletableFuture<HttpResponse<String>> other : others) {
      assertEquals(
          server.length(),
          other.orTimeout(MOST.toSeconds(), TimeUnit.SECONDS).join().body().length());
    }
  }

  /** The server has written the renewal, and the election cannot know it. */
  @Test
  void leaderWhoseRenewalIsAnsweredInPartStaysLeader() {
    AtomicInteger renewals = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    Fault stops =
        new Fault() {
          @Override
          public Answer after(Request request, Answer answer) {
            return request.method().equals("PATCH") && renewals.incrementAndGet() == 2
                ? answer.stopping()
                : answer;
          }
        };
    try (ScriptedServer whole = new ScriptedServer(List.of(), stops)) {
      Fence fence = new Fence(Duration.ofSeconds(20));
      KubernetesClient electing = FencedHttpClient.fenced(whole.client(), fence);
      HeldLease.over(electing, fence, "ours", lost::incrementAndGet);
      CompletableFuture<?> election =
          new LeaderElector(
                  electing,
                  new LeaderElectionConfig(
                      new LeaseLock("bleu-system", OperatorOptions.LEASE, "ours"),
                      Duration.ofSeconds(30),
                      Duration.ofSeconds(20),
                      Duration.ofMillis(100),
                      new LeaderCallbacks(() -> {}, lost::incrementAndGet, leader -> {}),
                      false,
                      "test"),
                  ForkJoinPool.commonPool())
              .start();
      await().atMost(MOST).until(() -> renewals.get() > 4 || lost.get() > 0);
      assertEquals(0, lost.get());
      assertTrue(fence.open());
      election.cancel(true);
    }
  }

  private static boolean isOfLease(Request request) {
    return request.path().equals(LEASES + "/" + OperatorOptions.LEASE);
  }

  private CompletableFuture<HttpResponse<String>> asked(String path) {
    HttpClient http = fenced.getHttpClient();
    return http.sendAsync(
        http.newHttpRequestBuilder().uri(server.url() + path).build(), String.class);
  }

  private Lease read() {
    return lease(fenced).get();
  }

  private static Resource<Lease> lease(KubernetesClient client) {
    return client.leases().inNamespace("bleu-system").withName(OperatorOptions.LEASE);
  }

  private void renew() {
    fenced
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace("bleu-system")
                .withName(OperatorOptions.LEASE)
                .endMetadata()
                .build())
        .update();
  }
}
