package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.SandboxClients;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a request is sent again, and when it is not any more. */
class RepeatedRequestsTest {

  /** When each request came, in nanoseconds. */
  private final List<Long> received = new CopyOnWriteArrayList<>();

  private final AtomicLong nanos = new AtomicLong();

  /** Each pause in milliseconds. */
  private final List<Long> pauses = new ArrayList<>();

  private volatile String retryAfter = "1";
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(System.nanoTime());
          if (received.size() == 1) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
          }
          exchange.sendResponseHeaders(received.size() == 1 ? 429 : 200, -1);
          exchange.close();
        });
    server.start();
    client =
        SandboxClients.of(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build());
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private HttpRequest request() {
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri("http://127.0.0.1:" + server.getAddress().getPort() + "/api")
        .build();
  }

  private static RequestConfig config(@Nullable Integer millis) {
    RequestConfig config =
        new RequestConfigBuilder()
            .withRequestRetryBackoffLimit(5)
            .withRequestRetryBackoffInterval(100)
            .build();
    config.setRequestTimeout(millis);
    return config;
  }

  private static boolean isWorth(HttpResponse<?> response, Throwable problem) {
    return problem != null || response.code() == 429;
  }

  /** As a server means it: by the time at which it is asked again. */
  @Test
  void serverThatAsksForASecondGetsIt() {
    RepeatedRequests requests = RepeatedRequests.each(client.getHttpClient(), config(60_000));
    HttpResponse<byte[]> answer =
        requests
            .repeated(
                request(),
                tried -> requests.once().sendAsync(tried, byte[].class),
                RepeatedRequestsTest::isWorth)
            .join();
    assertEquals("200 2", answer.code() + " " + received.size());
    long between = received.get(1) - received.get(0);
    assertTrue(between >= TimeUnit.SECONDS.toNanos(1), between + " ns");
  }

  private RepeatedRequests paused(@Nullable Integer millis, boolean together, Runnable meanwhile) {
    return new RepeatedRequests(
        client.getHttpClient(),
        config(millis),
        together,
        nanos::get,
        (pause, task) -> {
          pauses.add(pause);
          nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(pause));
          meanwhile.run();
          task.run();
        });
  }

  /** Tries that take no time, as connections that break do, are as far apart as configured. */
  @ParameterizedTest(name = "{0} ms together: {1}, pauses {2}")
  @CsvSource({
    "  250, true,  100",
    "  300, true,  100",
    "  301, true,  100 200",
    "  500, true,  100 200",
    " 1000, true,  100 200 400",
    " 3100, true,  100 200 400 800",
    " 3101, true,  100 200 400 800 1600",
    "60000, true,  100 200 400 800 1600",
    "  250, false, 100 200 400 800 1600",
    "    0, true,  100 200 400 800 1600",
    "     , true,  100 200 400 800 1600",
  })
  void triesAreWithinTheTime(@Nullable Integer millis, boolean together, String expected) {
    List<HttpRequest> sent = new ArrayList<>();
    CompletableFuture<HttpResponse<byte[]>> end =
        paused(millis, together, () -> {})
            .repeated(
                request(),
                tried -> {
                  sent.add(tried);
                  return CompletableFuture.failedFuture(new IOException("broken"));
                },
                RepeatedRequestsTest::isWorth);
    assertThrows(CompletionException.class, end::join);
    assertEquals(expected, String.join(" ", pauses.stream().map(String::valueOf).toList()));
    assertEquals(pauses.size() + 1, sent.size());
  }

  /** A server that asks for more than anybody waits is asked again after ten seconds. */
  @Test
  void serverThatAsksForMoreGetsTenSeconds() {
    retryAfter = "30";
    RepeatedRequests requests = paused(30_000, true, () -> {});
    assertEquals(
        200,
        requests
            .repeated(
                request(),
                tried -> requests.once().sendAsync(tried, byte[].class),
                RepeatedRequestsTest::isWorth)
            .join()
            .code());
    assertEquals(List.of(10_000L), pauses);
  }

  @Test
  void whatNobodyWaitsForIsNotSentAgain() {
    CompletableFuture<CompletableFuture<HttpResponse<byte[]>>> end = new CompletableFuture<>();
    CompletableFuture<HttpResponse<byte[]>> first = new CompletableFuture<>();
    List<HttpRequest> sent = new ArrayList<>();
    end.complete(
        paused(60_000, false, () -> end.join().cancel(true))
            .repeated(
                request(),
                tried -> {
                  sent.add(tried);
                  return first;
                },
                RepeatedRequestsTest::isWorth));
    first.completeExceptionally(new IOException("broken"));
    assertEquals("1 [100]", sent.size() + " " + pauses);
    assertTrue(end.join().isCancelled());
  }

  /** Such as an interceptor: its caller would wait for ever. */
  @Test
  void whatTheSenderThrowsEndsIt() {
    CompletableFuture<HttpResponse<byte[]>> end =
        paused(60_000, false, () -> {})
            .repeated(
                request(),
                tried -> {
                  throw new IllegalStateException("broken");
                },
                (response, problem) -> false);
    assertThrows(CompletionException.class, end::join);
  }

  @Test
  void whatTheCallerThrowsEndsIt() {
    CompletableFuture<HttpResponse<byte[]>> end =
        paused(60_000, false, () -> {})
            .repeated(
                request(),
                tried -> CompletableFuture.failedFuture(new IOException("broken")),
                (response, problem) -> {
                  throw new IllegalStateException("made up by a test");
                });
    assertTrue(end.isDone());
    assertThrows(CompletionException.class, end::join);
  }
}
