package cloud.bleu.operator.leadership;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.SandboxClients;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.impl.BaseClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What gets through while it is not certain that this process leads. */
@Tag("wiring")
class FencedHttpClientTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong millis = new AtomicLong();
  private final Fence fence = new Fence(Duration.ofSeconds(10), nanos::get, millis::get);
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private KubernetesClient fenced;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    fenced = FencedHttpClient.fenced(client, fence);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void nothingIsWrittenBeforeTheLeaseIsAndItIsReadAllTheSame() {
    refused(() -> fenced.resource(map("one")).create());
    assertNull(client.configMaps().inNamespace("default").withName("one").get());
    assertNull(fenced.configMaps().inNamespace("default").withName("one").get());
    assertTrue(fenced.configMaps().inNamespace("default").list().getItems().isEmpty());
  }

  @Test
  void renewedLeaseOpensAndTimeShuts() {
    fence.renewed(fence.now());
    fenced.resource(map("one")).create();
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    refused(() -> fenced.resource(map("two")).create());
    refused(() -> fenced.resource(map("one")).delete());
    fence.renewed(fence.now());
    fenced.resource(map("two")).create();
    assertEquals(2, client.configMaps().inNamespace("default").list().getItems().size());
  }

  /** That is how the election begins; what counts as a renewal is not known here. */
  @Test
  void leaseItselfIsWrittenThoughTheFenceIsShut() {
    fenced.resource(lease()).create();
    UnaryOperator<Lease> renewal =
        lease -> {
          lease.getSpec().setHolderIdentity("us again");
          return lease;
        };
    fenced.resource(lease()).edit(renewal);
    refused(() -> fenced.resource(map("one")).create());
  }

  /** A cache that lists in a thread of its own would end with it, and tell nobody. */
  @Test
  void whatAClosedClientThrowsFailsTheRequestAndNotWhoAsks() {
    HttpClient asking = fenced.getHttpClient();
    String all = client.getMasterUrl() + "api/v1/configmaps";
    String leases =
        client.getMasterUrl() + "apis/coordination.k8s.io/v1/namespaces/default/leases/";
    client.close();
    for (String url : List.of(all, all + "?watch=true", leases + "one")) {
      HttpRequest request = asking.newHttpRequestBuilder().uri(url).build();
      assertTrue(asking.sendAsync(request, String.class).isCompletedExceptionally(), url);
      assertTrue(asking.consumeBytes(request, (bytes, body) -> {}).isCompletedExceptionally(), url);
    }
  }

  @Test
  void clientOfAnotherConfigurationIsFencedToo() {
    KubernetesClient derived =
        fenced.newClient(new RequestConfigBuilder().build()).adapt(KubernetesClient.class);
    refused(() -> derived.resource(map("one")).create());
  }

  /** What a client asks of a request on its own goes over a client that is derived from it. */
  @Test
  void watchesOfDerivedClientsAreOpenedInOneOrder() {
    List<String> begun = new CopyOnWriteArrayList<>();
    CompletableFuture<WebSocket> first = new CompletableFuture<>();
    KubernetesClientImpl given =
        new KubernetesClientImpl(
            opening(begun, first),
            client.getConfiguration(),
            client.adapt(BaseClient.class)::getExecutor,
            client.getKubernetesSerialization());
    HttpClient http = FencedHttpClient.fenced(given, fence).getHttpClient();
    long start = System.nanoTime();
    for (String name : List.of("one", "two")) {
      http.newBuilder()
          .build()
          .newWebSocketBuilder()
          .uri(URI.create("http://localhost/" + name + "?watch=true"))
          .buildAsync(new WebSocket.Listener() {});
    }
    // A second later the next begins all the same.
    assertTrue(
        begun.equals(List.of("/one")) || System.nanoTime() - start >= 1_000_000_000,
        () -> "the first is not open yet: " + begun);
    first.completeExceptionally(new IOException("refused"));
    await().atMost(Duration.ofSeconds(30)).until(() -> begun.equals(List.of("/one", "/two")));
  }

  /** A client whose watches say when they begin, and open when they are told. */
  private static HttpClient opening(List<String> begun, CompletableFuture<WebSocket> opened) {
    AtomicReference<URI> asked = new AtomicReference<>();
    return (HttpClient)
        Proxy.newProxyInstance(
            FencedHttpClientTest.class.getClassLoader(),
            new Class<?>[] {
              HttpClient.class, HttpClient.DerivedClientBuilder.class, WebSocket.Builder.class
            },
            (self, method, arguments) -> {
              if (method.getName().equals("uri")) {
                asked.set((URI) arguments[0]);
              }
              if (method.getName().equals("buildAsync")) {
                begun.add(asked.get().getPath());
                return opened;
              }
              return self;
            });
  }

  /** A process that was stopped meanwhile finds that it has to ask again, before it can tell. */
  @Test
  void writeIsNotRepeatedOnceTheFenceIsShut() throws Exception {
    fence.renewed(fence.now());
    try (Refusing refusing =
        new Refusing(() -> nanos.addAndGet(Duration.ofSeconds(10).toNanos()))) {
      refused(() -> refusing.fenced(fence).resource(map("one")).create());
      assertEquals(1, refusing.asked());
    }
  }

  @Test
  void writeIsRepeatedWhileTheFenceIsOpenAsOftenAsTheClientIsTold() throws Exception {
    fence.renewed(fence.now());
    try (Refusing refusing = new Refusing(() -> {})) {
      failing(() -> refusing.fenced(fence).resource(map("one")).create());
      assertEquals(1 + Refusing.RETRIES, refusing.asked());
      assertTrue(idle());
    }
  }

  /** A webhook that does not answer: whoever writes in one namespace goes on with the next. */
  @Test
  void writeThatEndsInAnInternalErrorIsNotRepeated() throws Exception {
    fence.renewed(fence.now());
    try (Refusing refusing = new Refusing(() -> {})) {
      refusing.code = 500;
      failing(() -> refusing.fenced(fence).resource(map("one")).create());
      assertEquals(1, refusing.asked());
    }
  }

  /** An interrupted caller waits no longer; the server may do what it was asked all the same. */
  @Test
  void idleOnceEveryWriteHasItsAnswerOrIsLongAgo() throws Exception {
    assertTrue(idle());
    refused(() -> fenced.resource(map("one")).create());
    assertTrue(idle());
    fence.renewed(fence.now());
    fenced.resource(map("one")).create();
    assertTrue(idle());
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        KubernetesClient asking = OperatorUnderTest.clientOf(silent.getLocalPort())) {
      KubernetesClient writing = FencedHttpClient.fenced(asking, fence);
      Thread writer = new Thread(() -> failing(() -> writing.resource(map("two")).create()));
      writer.start();
      try (Socket asked = silent.accept()) {
        assertFalse(idle(), "no answer to " + asked);
        writer.interrupt();
        writer.join();
        assertFalse(idle(), "still none");
        assertFalse(fence.answeredWithin(Duration.ZERO), "still none");
      }
      // The connection has ended now, without an answer.
      assertTrue(fence.answeredWithin(Duration.ofMinutes(1)), "none is waited for");
      assertFalse(fence.idleWithin(Duration.ofMinutes(1)), "it may still have been done");
      nanos.addAndGet(Duration.ofSeconds(20).toNanos());
      assertTrue(idle());
    }
  }

  private boolean idle() throws InterruptedException {
    return fence.idleWithin(Duration.ZERO);
  }

  private static void failing(Runnable write) {
    assertThrows(KubernetesClientException.class, write::run);
  }

  private static void refused(Runnable write) {
    KubernetesClientException e = assertThrows(KubernetesClientException.class, write::run);
    assertInstanceOf(NotLeadingException.class, e.getCause().getCause());
  }

  /** A server that has no time now, and a client that asks again. */
  private static final class Refusing implements AutoCloseable {
    static final int RETRIES = 3;

    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;
    private final KubernetesClient client;
    private volatile int code = 503;

    Refusing(Runnable meanwhile) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            asked.incrementAndGet();
            meanwhile.run();
            exchange.sendResponseHeaders(code, -1);
            exchange.close();
          });
      server.start();
      client =
          SandboxClients.of(
              new ConfigBuilder(
                      OperatorUnderTest.clientOf(server.getAddress().getPort()).getConfiguration())
                  .withRequestRetryBackoffLimit(RETRIES)
                  .withRequestRetryBackoffInterval(1)
                  .build());
    }

    KubernetesClient fenced(Fence fence) {
      return FencedHttpClient.fenced(client, fence);
    }

    int asked() {
      return asked.get();
    }

    @Override
    public void close() {
      client.close();
      server.stop(0);
    }
  }

  private static ConfigMap map(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .endMetadata()
        .build();
  }

  private static Lease lease() {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(OperatorOptions.LEASE)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity("us")
        .endSpec()
        .build();
  }
}
