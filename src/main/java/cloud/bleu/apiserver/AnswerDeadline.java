package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives up an answer that has begun and does not end: the time that a request may take counts to
 * the head of its answer only, so a server that stalls after it would be waited for without end. A
 * watch is such an answer by intention, and is left alone.
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
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete(
              (done, problem) -> {
                if (problem != null) {
                  body.cancel();
                }
              });
    }
  }

  static boolean isWatch(HttpRequest request) {
    String query = request.uri().getQuery();
    return query != null && query.contains("watch=true");
  }
}
