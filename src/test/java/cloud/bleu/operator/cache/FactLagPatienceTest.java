package cloud.bleu.operator.cache;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a server that is slow or in trouble is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FactLagPatienceTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private EmbeddedApiServer server;
  private KubernetesClient admin;
  private FaultProxy proxy;
  private KubernetesClient client;
  private Caches caches;
  private FactLag lag;

  @BeforeAll
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    admin = PatientClients.of(server);
    proxy = new FaultProxy(admin.getConfiguration(), Fault.NONE);
    client = proxy.client();
    caches = new Caches(admin, (before, after) -> {});
    caches.start().join();
    lag = new FactLag(client, caches, nanos::get);
    await("all is read")
        .atMost(Duration.ofMinutes(1))
        .until(() -> lag.ask(names(1)).missing() == null);
  }

  @AfterAll
  void stop() {
    caches.close();
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }

  private static Set<String> names(int namespaces) {
    return IntStream.range(0, namespaces).mapToObj(i -> "ns-" + i).collect(Collectors.toSet());
  }

  /**
   * One list may be refused each time, and nobody would be decided for half a minute: it is asked
   * for once more. Whoever decides waits for all of them: after five seconds none begins.
   *
   * @param refused of the requests: all, other (from the first on) or none
   * @param millis that each request takes
   * @param requests there are in all
   * @param said nothing: the caches have everything
   */
  @ParameterizedTest(name = "{0} namespaces, {1} refused by {2}, {3} ms each: {4} requests")
  @CsvSource({
    "1, other, 503, 0, 10, ''",
    "1, other, 500, 0, 10, ''",
    "1, other, 429, 0, 1, does not say",
    "1, other, 403, 0, 1, does not say",
    "1, all, 503, 0, 2, does not say",
    "1, other, 504, 5000, 1, does not say",
    "1, other, 504, 3000, 2, not all of it within 5 seconds",
    "1, none, 504, 1249, 5, ''",
    "1, none, 504, 1250, 4, not all of it within 5 seconds",
    "10, none, 504, 200, 23, ''",
    "10, other, 503, 100, 46, ''",
    "10, other, 503, 200, 25, does not say",
    "11, other, 503, 200, 10, ''",
  })
  void questionEndsInTime(
      int namespaces, String refused, int code, int millis, int requests, String said) {
    asked.set(0);
    proxy.fault(
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            nanos.addAndGet(Duration.ofMillis(millis).toNanos());
            boolean odd = asked.incrementAndGet() % 2 == 1;
            return refused.equals("all") || (refused.equals("other") && odd)
                ? Answer.status(code, "Refused")
                : null;
          }
        });
    String answer = Objects.requireNonNullElse(lag.ask(names(namespaces)).missing(), "");
    assertEquals(said.isEmpty(), answer.isEmpty(), answer);
    assertTrue(answer.contains(said), answer);
    assertEquals(requests, asked.get());
  }
}
