package cloud.bleu.apiserver.watch;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;

/**
 * Watches by plain HTTP, to which Fabric8 turns for good once a handshake was answered with 503, as
 * by an API server that starts. It opens one again whether its connection broke or the server
 * refused it, and tells of each refusal as of an error; so here a refusal is a connection that
 * broke, as it is with WebSockets.
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
   * The same answer, unless the server refuses the watch: that is an {@link IOException}. A version
   * that is too old is passed on, as the client has to list anew.
   *
   * @param asked what the server answers; cancelled when the result is
   */
  public static CompletableFuture<HttpResponse<AsyncBody>> opened(
      CompletableFuture<HttpResponse<AsyncBody>> asked) {
    CompletableFuture<HttpResponse<AsyncBody>> opened =
        asked.thenCompose(
            answer -> {
              if (answer.isSuccessful() || answer.code() == HttpURLConnection.HTTP_GONE) {
                return CompletableFuture.completedFuture(answer);
              }
              answer.body().cancel();
              return CompletableFuture.failedFuture(
                  new IOException("a watch was answered with " + answer.code()));
            });
    opened.whenComplete(
        (answer, problem) -> {
          if (opened.isCancelled()) {
            asked.cancel(true);
          }
        });
    return opened;
  }
}
