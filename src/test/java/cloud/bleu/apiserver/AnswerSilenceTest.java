package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Time passes when a test says so. */
class AnswerSilenceTest {
  private static final List<ByteBuffer> PART = List.of(ByteBuffer.wrap(new byte[] {1}));

  private final List<CompletableFuture<Void>> waits = new ArrayList<>();
  private final AnswerSilence silence =
      new AnswerSilence(
          Duration.ofSeconds(60),
          end -> {
            waits.add(end);
            return end;
          });
  private final List<List<ByteBuffer>> taken = new ArrayList<>();
  private final Body body = new Body();
  private AsyncBody.Consumer<List<ByteBuffer>> consumer;

  @Test
  void answerOfWhichNothingComesIsGivenUp() {
    begin("/api/v1/pods");
    minute();
    CompletionException given = assertThrows(CompletionException.class, () -> body.done.join());
    assertTrue(given.getCause() instanceof HttpTimeoutException, given.toString());
    assertEquals(
        "the API server at https://127.0.0.1 began an answer, and nothing more came of it for 60 s;"
            + " see whether it hangs, or a proxy before it",
        given.getCause().getMessage());
    body.cancelled.orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Whoever is told may ask something else, and wait for a time-out of that. */
  @Test
  void whoeverIsToldDoesNotHoldUpOtherTimeouts() {
    String shared =
        CompletableFuture.supplyAsync(
                () -> Thread.currentThread().getName(),
                CompletableFuture.delayedExecutor(0, TimeUnit.MILLISECONDS, Runnable::run))
            .join();
    for (Interceptor giving :
        List.of(
            new AnswerSilence(Duration.ofMillis(200)),
            new AnswerDeadline(Duration.ofMillis(200)))) {
      Body begun = new Body();
      CompletableFuture<String> told =
          begun.done.handle((nothing, over) -> Thread.currentThread().getName());
      HttpRequest request = request("/api/v1/pods");
      giving.after(
          request, response(begun), giving.consumer((part, of) -> taken.add(part), request));
      assertNotEquals(shared, told.orTimeout(60, TimeUnit.SECONDS).join());
    }
  }

  @Test
  void answerThatGoesOnMayTakeAnyTime() throws Exception {
    begin("/api/v1/pods");
    for (int i = 0; i < 100; i++) {
      consumer.consume(PART, body);
      minute();
    }
    assertFalse(body.done.isDone());
    assertEquals(100, taken.size(), "each part is handed on");
    body.done.complete(null);
    assertEquals(101, waits.size(), "nobody waits any more");
    assertFalse(body.cancelled.isDone());
  }

  @Test
  void answerThatStopsInTheMiddleIsGivenUp() throws Exception {
    begin("/api/v1/pods?limit=500");
    consumer.consume(PART, body);
    minute();
    assertFalse(body.done.isDone());
    minute();
    assertThrows(CompletionException.class, () -> body.done.orTimeout(60, TimeUnit.SECONDS).join());
  }

  @Test
  void answerThatFailsIsLeftAsItFailed() {
    begin("/api/v1/pods");
    body.done.completeExceptionally(new IllegalStateException("closed"));
    assertEquals(1, waits.size());
    assertFalse(body.cancelled.isDone());
  }

  @Test
  void watchIsSilentByIntention() {
    begin("/api/v1/pods?allowWatchBookmarks=true&watch=true");
    assertEquals(List.of(), waits);
  }

  /** Without a body, as an upgrade to a WebSocket, or without a consumer. */
  @Test
  void whatHasNoBodyIsNotWaitedFor() {
    HttpRequest request = request("/api/v1/pods");
    silence.after(request, response(null), silence.consumer((part, of) -> {}, request));
    silence.after(request, response(body), null);
    assertEquals(List.of(), waits);
  }

  private void begin(String path) {
    HttpRequest request = request(path);
    consumer = silence.consumer((part, of) -> taken.add(part), request);
    silence.after(request, response(body), consumer);
  }

  private void minute() {
    waits.get(waits.size() - 1).completeExceptionally(new TimeoutException());
  }

  private static HttpRequest request(String path) {
    return new StandardHttpRequest(Map.of(), URI.create("https://127.0.0.1" + path), "GET", null);
  }

  private static HttpResponse<?> response(AsyncBody body) {
    return (HttpResponse<?>)
        Proxy.newProxyInstance(
            AnswerSilenceTest.class.getClassLoader(),
            new Class<?>[] {HttpResponse.class},
            (proxy, method, arguments) -> method.getName().equals("body") ? body : null);
  }

  private static final class Body implements AsyncBody {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    @Override
    public void consume() {}

    @Override
    public CompletableFuture<Void> done() {
      return done;
    }

    @Override
    public void cancel() {
      cancelled.complete(null);
      done.cancel(false);
    }
  }
}
