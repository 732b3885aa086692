package cloud.bleu.faults;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests out as somebody else than the operator, whom the API server knows and lets do
 * everything. What else becomes of them is all the same.
 */
final class Touch implements Consumer<Request> {

  private final URI server;
  private static final String AUTHORIZATION = "authorization";
  private static final Set<Integer> REFUSED =
      Set.of(HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN);

  private final HttpClient client;
  private final @Nullable String token;

  Touch(Config somebody) {
    server = URI.create(somebody.getMasterUrl());
    token =
        somebody.getOauthToken() == null ? somebody.getAutoOAuthToken() : somebody.getOauthToken();
    try {
      client = HttpClient.newBuilder().sslContext(SSLUtils.sslContext(somebody)).build();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no way to " + server, e);
    }
  }

  @Override
  public void accept(Request request) {
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(server.resolve(request.path()))
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equals(AUTHORIZATION)) {
                sent.header(name, value);
              }
            });
    if (token != null) {
      sent.header(AUTHORIZATION, "Bearer " + token);
    }
    try {
      int status = client.send(sent.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (REFUSED.contains(status)) {
        throw new IllegalStateException("the server refused " + request + " with " + status);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the server did not answer " + request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
