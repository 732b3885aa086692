package cloud.bleu.operator.leadership;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.cache.KindWatch;
import cloud.bleu.operator.cache.WatchSubject;
import cloud.bleu.sandbox.SandboxClients;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What the log says of watches by plain HTTP, to which the client turns after a handshake that an
 * API server that starts has answered with 503.
 */
@Tag("wiring")
class HttpWatchLogTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String REFLECTOR =
      "io.fabric8.kubernetes.client.informers.impl.cache.Reflector";
  private static final String EVENT =
      """
      {"type":"ADDED","object":{"apiVersion":"v1","kind":"ConfigMap",\
      "metadata":{"namespace":"default","name":"web","resourceVersion":"%d",\
      "annotations":{"held-by":"Hôpital d’Évry"}}}}
      """;
  private static final String GONE =
      """
      {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","code":410}
      """;

  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicInteger watches = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final OperatorLog said = OperatorLog.whole();
  private HttpServer server;
  private final Logger reflector = (Logger) LoggerFactory.getLogger(REFLECTOR);
  private final Level reflectorBefore = reflector.getLevel();
  private KubernetesClient client;
  private volatile int refusal;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
    client =
        SandboxClients.of(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(10)
                .build());
    // As the operator has it.
    reflector.setLevel(Level.ERROR);
    said.open();
  }

  @AfterEach
  void stop() {
    said.close();
    reflector.setLevel(reflectorBefore);
    client.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void watchThatIsToComeAgainIsOpenedAgainWithoutAWord(int code) {
    refusal = code;
    SharedIndexInformer<ConfigMap> informer = informer();
    await("it is tried").atMost(SOON).until(() -> watches.get() >= 4);
    refusal = 0;
    await("its event")
        .atMost(SOON)
        .until(() -> informer.getStore().getByKey("default/web") != null);
    informer.stop();
    assertEquals(List.of(), complaints());
  }

  /** It is no time at which nothing changes: what is refused for good somebody has to hear of. */
  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void watchThatIsRefusedForGoodIsToldOnceAndListedAnew(int code) {
    refusal = code;
    try (KindWatch<ConfigMap> watch = new KindWatch<>(WatchSubject.of("configmaps"), objects())) {
      watch.start((map, gone) -> {});
      await("it is listed anew").atMost(SOON).until(() -> lists.get() >= 4);
      assertEquals(code, Objects.requireNonNull(watch.fault()).code());
      assertFalse(watch.isWatched());
      assertEquals(1, complaints().size(), () -> complaints().toString());
      assertTrue(complaints().get(0).contains("answered " + code), complaints().get(0));
      refusal = 0;
      await("its event").atMost(SOON).until(() -> watch.get("default/web") != null);
    }
    assertEquals(1, complaints().size(), () -> complaints().toString());
  }

  /** Each byte of the answer may come alone, as where letters of several bytes are cut. */
  @Test
  void lettersComeAsTheyWereWritten() {
    SharedIndexInformer<ConfigMap> informer = informer();
    await("its event")
        .atMost(SOON)
        .until(() -> informer.getStore().getByKey("default/web") != null);
    assertEquals(
        "Hôpital d’Évry",
        informer.getStore().getByKey("default/web").getMetadata().getAnnotations().get("held-by"));
    informer.stop();
    assertEquals(List.of(), complaints());
  }

  @Test
  void versionThatIsTooOldIsListedAnew() {
    refusal = HttpURLConnection.HTTP_GONE;
    SharedIndexInformer<ConfigMap> informer = informer();
    await("it is listed anew").atMost(SOON).until(() -> lists.get() >= 2);
    informer.stop();
    assertEquals(List.of(), complaints());
  }

  private SharedIndexInformer<ConfigMap> informer() {
    SharedIndexInformer<ConfigMap> informer = objects().runnableInformer(0);
    informer.exceptionHandler((started, problem) -> true);
    informer.start();
    return informer;
  }

  private Informable<ConfigMap> objects() {
    return FencedHttpClient.fenced(client, new Fence(Duration.ofSeconds(10)))
        .configMaps()
        .inNamespace("default");
  }

  private List<String> complaints() {
    return said.events(Level.WARN).stream()
        .map(line -> line.getLoggerName() + ": " + line.getFormattedMessage())
        .toList();
  }

  private void serve(HttpExchange asked) throws IOException {
    try (asked) {
      String query = String.valueOf(asked.getRequestURI().getQuery());
      boolean watch = query.contains("watch=true");
      if (watch && "websocket".equalsIgnoreCase(asked.getRequestHeaders().getFirst("Upgrade"))) {
        asked.sendResponseHeaders(503, -1);
      } else if (watch && refusal != 0) {
        watches.incrementAndGet();
        byte[] status = refusal == 410 ? GONE.getBytes(StandardCharsets.UTF_8) : new byte[0];
        asked.sendResponseHeaders(refusal, status.length == 0 ? -1 : status.length);
        asked.getResponseBody().write(status);
      } else if (watch) {
        asked.sendResponseHeaders(200, 0);
        byte[] event =
            EVENT.formatted(1 + watches.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        for (byte part : event) {
          asked.getResponseBody().write(part);
          asked.getResponseBody().flush();
        }
      } else {
        lists.incrementAndGet();
        byte[] none =
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMapList\",\"metadata\":{\"resourceVersion\":\"1\"}}"
                .getBytes(StandardCharsets.UTF_8);
        asked.getResponseHeaders().add("Content-Type", "application/json");
        asked.sendResponseHeaders(200, none.length);
        asked.getResponseBody().write(none);
      }
    }
  }
}
