package cloud.bleu.faults;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;

/**
 * Carries requests out as somebody else than the operator. What becomes of them is all the same.
 */
final class Touch implements Consumer<Request> {

  private final URI server;
  private final HttpClient client;

  Touch(Config somebody) {
    server = URI.create(somebody.getMasterUrl());
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
    request.headers().forEach(sent::header);
    try {
      client.send(sent.build(), HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new IllegalStateException("the server did not answer " + request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
