package cloud.bleu.apiserver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import cloud.bleu.faults.StoppingServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpLoggingInterceptor;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that begins to answer, over a real socket. */
@Tag("wiring")
class AnswerDeadlineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final String LATE = "and it did not end within 1 s";
  private static final String STOPPED = "and nothing more came of it for 1 s";

  private final StoppingServer server =
      new StoppingServer(
          "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\","
              + "\"metadata\":{\"name\":\"n\",\"uid\":\"u\"}}");

  private KubernetesClient client =
      with(http -> http.addOrReplaceInterceptor(AnswerDeadline.NAME, new AnswerDeadline(SECOND)));

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private KubernetesClient with(Consumer<HttpClient.Builder> interceptors) {
    return new KubernetesClientBuilder()
        .withConfig(server.config())
        .withHttpClientBuilderConsumer(interceptors)
        .build();
  }

  private void client(Consumer<HttpClient.Builder> interceptors) {
    client.close();
    client = with(interceptors);
  }

  private String uid() {
    return client.namespaces().withName("n").get().getMetadata().getUid();
  }

  @Test
  void answerThatEndsIsAnAnswer() {
    isTaken();
  }

  @Test
  void answerThatDoesNotEndIsGivenUp() {
    givesUp(10, this::uid, LATE);
  }

  /** The label says what a watch is asked for with. */
  @Test
  void listByALabelIsNoWatch() {
    givesUp(10, () -> client.namespaces().withLabel("watch", "true").list(), LATE);
  }

  /** Of a client whose answers may be long. */
  @Test
  void answerThatStopsIsGivenUp() {
    client(http -> http.addOrReplaceInterceptor(AnswerSilence.NAME, new AnswerSilence(SECOND)));
    isTaken();
    givesUp(10, this::uid, STOPPED);
    givesUp(0, this::uid, STOPPED);
  }

  /** Another interceptor may see each part of an answer first. */
  @Test
  void answerThatStopsIsGivenUpWhoeverElseReadsIt() {
    client(
        http ->
            http.addOrReplaceInterceptor(AnswerSilence.NAME, new AnswerSilence(SECOND))
                .addOrReplaceInterceptor("log", new HttpLoggingInterceptor()));
    givesUp(10, this::uid, STOPPED);
  }

  /** A minute goes by after each byte. */
  @Test
  void answerThatGoesOnIsTakenHoweverSlowItIs() {
    List<CompletableFuture<Void>> minutes = new CopyOnWriteArrayList<>();
    AtomicInteger come = new AtomicInteger();
    client(
        http ->
            http.addOrReplaceInterceptor("come", new Come(come))
                .addOrReplaceInterceptor(
                    AnswerSilence.NAME,
                    new AnswerSilence(
                        Duration.ofMinutes(1),
                        end -> {
                          minutes.add(end);
                          return end;
                        })));
    server.stops(request -> true);
    CompletableFuture<String> uid = CompletableFuture.supplyAsync(this::uid);
    for (int i = 0; i < server.length(); i++) {
      int before = i;
      until(() -> minutes.size() > before);
      server.send(1);
      until(() -> come.get() > before);
      minutes.get(before).completeExceptionally(new TimeoutException());
    }
    assertEquals("u", uid.orTimeout(MOST.toSeconds(), TimeUnit.SECONDS).join());
  }

  private static void until(BooleanSupplier isSo) {
    await().atMost(MOST).pollInterval(Duration.ofMillis(1)).until(isSo::getAsBoolean);
  }

  /** Counts the bytes of answers. */
  private record Come(AtomicInteger bytes) implements Interceptor {
    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
        AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
      return (part, body) -> {
        part.forEach(some -> bytes.addAndGet(some.remaining()));
        consumer.consume(part, body);
      };
    }
  }

  /** What ends is taken, as soon as the machine lets it end within the time. */
  private void isTaken() {
    await()
        .atMost(MOST)
        .ignoreExceptionsMatching(
            e -> e.getCause() != null && e.getCause().getMessage().contains(" began an answer, "))
        .until(() -> "u".equals(uid()));
  }

  /**
   * @param sent of the body, after which nothing comes
   */
  private void givesUp(int sent, Runnable asks, String words) {
    server.stops(request -> true);
    server.send(sent);
    KubernetesClientException given =
        assertTimeoutPreemptively(
            MOST, () -> assertThrows(KubernetesClientException.class, asks::run));
    assertEquals(
        "the API server at "
            + server.url()
            + " began an answer, "
            + words
            + "; see whether it hangs, or a proxy before it",
        given.getCause().getMessage());
    server.stops(request -> false);
    isTaken();
  }
}
