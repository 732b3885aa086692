package cloud.bleu.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What registers a node and shows that it lives, as the API server sees it. */
@Tag("wiring")
class FakeNodesTest {
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** A client whose other requests go straight to the server. */
  private static KubernetesClient over(
      EmbeddedApiServer server, FaultProxy proxy, Predicate<HttpRequest> which) {
    String url;
    try (KubernetesClient client = proxy.client()) {
      url = client.getConfiguration().getMasterUrl().replaceAll("/$", "");
    }
    Interceptor proxied =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (which.test(request)) {
              builder.uri(URI.create(url + request.uri().getPath()));
            }
          }
        };
    return SandboxClients.builder(server.config())
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("proxied", proxied))
        .build();
  }

  @Test
  void lateAnswerKeepsBackItsNodeOnly() {
    AtomicInteger late = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    Fault noAnswer =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) throws InterruptedException {
            if (!request.method().equals("PATCH")) {
              return null;
            }
            if (request.path().endsWith("/leases/one")) {
              late.incrementAndGet();
              never.await();
            } else if (request.path().endsWith("/leases/two") && late.get() > 0) {
              others.incrementAndGet();
            }
            return null;
          }
        };
    EmbeddedApiServer server = EmbeddedApiServer.start(List.of());
    try (FaultProxy proxy = new FaultProxy(server.config(), noAnswer);
        KubernetesClient through =
            over(server, proxy, r -> r.uri().getPath().contains("/leases/"));
        FakeNodes nodes = FakeNodes.on(through, HEARTBEAT)) {
      nodes.add(FakeNode.inZone("z", "one"));
      nodes.add(FakeNode.inZone("z", "two"));
      await().atMost(Duration.ofSeconds(60)).until(() -> others.get() >= 3 && late.get() >= 2);
    } finally {
      never.countDown();
      server.close();
    }
  }

  @Test
  void leaseIsMadeWithItsNodeAndRenewedWithoutReadingIt() {
    List<String> asked = new CopyOnWriteArrayList<>();
    Interceptor listener =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.uri().getPath().contains("/leases")) {
              asked.add(request.method());
            }
          }
        };
    EmbeddedApiServer server = EmbeddedApiServer.start(List.of());
    try (KubernetesClient client =
            SandboxClients.builder(server.config())
                .withHttpClientBuilderConsumer(
                    http -> http.addOrReplaceInterceptor("listener", listener))
                .build();
        FakeNodes nodes = FakeNodes.on(client, HEARTBEAT)) {
      nodes.add(FakeNode.inZone("z", "one"));
      await().atMost(Duration.ofSeconds(60)).until(() -> asked.size() >= 3);
      assertEquals(List.of("POST", "PATCH", "PATCH"), List.copyOf(asked).subList(0, 3));
    } finally {
      server.close();
    }
  }

  /** As after a pause of the server, in which a heartbeat may have failed. */
  @Test
  void nodesThatSpeakGiveAHeartbeatAtOnce() {
    EmbeddedApiServer server = EmbeddedApiServer.start(List.of());
    try (KubernetesClient client = PatientClients.of(server);
        FakeNodes nodes = FakeNodes.on(client, Duration.ofDays(1))) {
      nodes.add(FakeNode.inZone("z", "one"));
      nodes.add(FakeNode.inZone("z", "two"));
      nodes.silence("two");
      ZonedDateTime one = renewed(client, "one");
      ZonedDateTime two = renewed(client, "two");
      nodes.beat();
      assertTrue(renewed(client, "one").isAfter(one));
      assertEquals(two, renewed(client, "two"));
    } finally {
      server.close();
    }
  }

  private static ZonedDateTime renewed(KubernetesClient client, String node) {
    return client
        .leases()
        .inNamespace("kube-node-lease")
        .withName(node)
        .require()
        .getSpec()
        .getRenewTime();
  }
}
