package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives up an answer that has begun, and of which nothing more comes for so long. It may be as long
 * as it likes, as a list of thousands of objects is; {@link AnswerDeadline} is for answers that are
 * of no use when they end late. The time that a request may take counts to the head of its answer
 * only. A watch is silent by intention, and is left alone. Who waits gets a {@link
 * StoppedAnswerException}.
 */
public final class AnswerSilence implements Interceptor {

  /** Under which it is added to a client. */
  public static final String NAME = "answer-silence";

  /** Lists are long, and an API server under load makes pauses; one that hangs does not go on. */
  public static final Duration USUAL = Duration.ofSeconds(60);

  private final Duration longest;
  private final UnaryOperator<CompletableFuture<Void>> bounded;

  /**
   * @param longest between two parts of an answer
   */
  public AnswerSilence(Duration longest) {
    this(longest, end -> end.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * @param bounded a future that fails with a TimeoutException once that time is over, unless it is
   *     complete by then
   */
  AnswerSilence(Duration longest, UnaryOperator<CompletableFuture<Void>> bounded) {
    this.longest = longest;
    this.bounded = bounded;
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return new CountedParts(consumer);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
    // Another interceptor may stand before it.
    CountedParts parts = consumer == null ? null : consumer.unwrap(CountedParts.class);
    if (parts != null
        && !AnswerDeadline.isWatch(request)
        && response.body() instanceof AsyncBody body) {
      await(request, body, parts);
    }
  }

  private void await(HttpRequest request, AsyncBody body, CountedParts parts) {
    long before = parts.count;
    bounded
        .apply(body.done().copy())
        .whenComplete(
            (done, problem) -> {
              if (!(problem instanceof TimeoutException)) {
                return;
              }
              if (parts.count != before) {
                await(request, body, parts);
              } else {
                AnswerDeadline.giveUp(body, new StoppedAnswerException(request, longest));
              }
            });
  }

  /** Hands the parts of an answer on, and counts them. */
  private static final class CountedParts implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final AsyncBody.Consumer<List<ByteBuffer>> next;
    private volatile long count;

    CountedParts(AsyncBody.Consumer<List<ByteBuffer>> next) {
      this.next = next;
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // One part comes after the other.
    public void consume(List<ByteBuffer> part, AsyncBody body) throws Exception {
      count++;
      next.consume(part, body);
    }

    @Override
    public <U> U unwrap(Class<U> target) {
      return target.isInstance(this) ? target.cast(this) : next.unwrap(target);
    }
  }
}
