package cloud.bleu.apiserver.watch;

import cloud.bleu.apiserver.StatusCodes;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.HttpStatusMessage;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.util.concurrent.CompletableFuture;

/**
 * Watches by plain HTTP, to which Fabric8 turns once a handshake was answered with 503, as by an
 * API server that starts. It opens one again for ever, whatever is answered, tells no exception
 * handler, and logs an error each time. So here an answer that asks to come again is a connection
 * that broke, as it is with WebSockets, and any other refusal ends the watch: whoever watches hears
 * why, and lists anew.
 */
public final class PlainWatch {

  private PlainWatch() {}

  /** Whether this asks for a watch. */
  public static boolean is(HttpRequest request) {
    String query = request.uri().getQuery();
    return request.method().equalsIgnoreCase("GET") && isOfWatch(query == null ? "" : query);
  }

  /** Whether a query asks for a watch. */
  static boolean isOfWatch(String query) {
    return ("&" + query + "&").contains("&watch=true&");
  }

  /**
   * The answer as it is, unless the server refuses the watch. A refusal is an {@link IOException}.
   * It is a {@link ProtocolException} with a {@link KubernetesClientException} as its cause where
   * the server does not ask to come again. A version that is too old is passed on, as the client
   * has to list anew.
   *
   * @param asked what the server answers; cancelled when the result is
   */
  public static CompletableFuture<HttpResponse<AsyncBody>> opened(
      CompletableFuture<HttpResponse<AsyncBody>> asked) {
    // Not composed: a failure would arrive wrapped, and Fabric8 looks at its class.
    CompletableFuture<HttpResponse<AsyncBody>> opened = new CompletableFuture<>();
    asked.whenComplete(
        (answer, problem) -> {
          if (problem != null) {
            opened.completeExceptionally(problem);
          } else if (answer.isSuccessful() || answer.code() == HttpURLConnection.HTTP_GONE) {
            opened.complete(answer);
          } else {
            answer.body().cancel();
            opened.completeExceptionally(refusal(answer));
          }
        });
    opened.whenComplete(
        (answer, problem) -> {
          if (opened.isCancelled() && !asked.cancel(true)) {
            asked.thenAccept(late -> late.body().cancel());
          }
        });
    return opened;
  }

  private static IOException refusal(HttpResponse<AsyncBody> answer) {
    String words = "a watch was answered with " + answer.code();
    if (answer.code() == StatusCodes.TOO_MANY_REQUESTS
        || answer.code() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
      return new IOException(words);
    }
    IOException refusal = new ProtocolException(words);
    refusal.initCause(
        new KubernetesClientException(
            new StatusBuilder()
                .withStatus("Failure")
                .withCode(answer.code())
                .withMessage(HttpStatusMessage.getMessageForStatus(answer.code()))
                .build()));
    return refusal;
  }
}
