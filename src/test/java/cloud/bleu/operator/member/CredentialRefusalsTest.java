package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told, and how often, that a server refuses a credential. */
class CredentialRefusalsTest {

  private static final Watcher<Pod> NOBODY =
      new Watcher<>() {
        @Override
        public void eventReceived(Action action, Pod pod) {}

        @Override
        public void onClose(WatcherException cause) {}
      };

  private final AtomicLong nanos = new AtomicLong(-7);
  private final AtomicInteger told = new AtomicInteger();
  private final AtomicInteger code = new AtomicInteger(401);
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    CredentialRefusals refusals = new CredentialRefusals(nanos::get);
    refusals.tell(told::incrementAndGet);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(code.get(), -1);
          exchange.close();
        });
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor(CredentialRefusals.NAME, refusals))
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void asked() {
    assertThrows(KubernetesClientException.class, () -> client.pods().inNamespace("n").list());
  }

  @Test
  void refusalsOfFiveSecondsAreToldOfOnce() {
    for (int i = 0; i < 4; i++) {
      asked();
    }
    assertEquals(1, told.get());
    nanos.addAndGet(CredentialRefusals.ONCE.toNanos() - 1);
    asked();
    assertEquals(1, told.get());
    nanos.addAndGet(1);
    asked();
    asked();
    assertEquals(2, told.get());
    assertEquals(7, requests.get());
  }

  /** As where a watch is opened: by WebSocket, whose handshake is no answer to a request. */
  @Test
  void refusedWatchIsToldOf() {
    assertThrows(
        KubernetesClientException.class,
        () -> client.pods().inNamespace("n").watch(NOBODY).close());
    assertEquals(1, told.get());
  }

  @Test
  void otherRefusalsAreNoMatterOfTheCredential() {
    for (int other : new int[] {403, 404, 429, 500, 503}) {
      code.set(other);
      asked();
    }
    assertEquals(0, told.get());
  }
}
