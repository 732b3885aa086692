package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gives up an answer that has begun and does not end: the time that a request may take counts to
 * the head of its answer only, so a server that stalls after it would be waited for without end. A
 * watch is such an answer by intention, and is left alone. Who waits gets a {@link
 * LateAnswerException}.
 */
public final class AnswerDeadline implements Interceptor {

  /** Under which it is added to a client. */
  public static final String NAME = "answer-deadline";

  private final Duration patience;

  /**
   * @param patience from the head of an answer to its end
   */
  public AnswerDeadline(Duration patience) {
    this.patience = patience;
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
    if (!isWatch(request) && response.body() instanceof AsyncBody body) {
      body.done()
          .copy()
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete(
              (done, problem) -> {
                if (problem instanceof TimeoutException) {
                  giveUp(body, new LateAnswerException(request, patience));
                }
              });
    }
  }

  /**
   * Ends an answer for who waits for it, and frees its connection. That happens on a thread of its
   * own: all timeouts of this JVM share the one that found the time to be up, and whoever is told
   * may ask something else first.
   */
  static void giveUp(AsyncBody body, HttpTimeoutException why) {
    CompletableFuture.runAsync(
        () -> {
          body.done().completeExceptionally(why);
          body.cancel();
        });
  }

  static boolean isWatch(HttpRequest request) {
    // As it is sent: a value may say the same, as that of a label.
    String query = request.uri().getRawQuery();
    return query != null && ("&" + query + "&").contains("&watch=true&");
  }
}
