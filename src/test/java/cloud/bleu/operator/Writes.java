package cloud.bleu.operator;

import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts what a client writes. */
public final class Writes implements Interceptor {

  private final List<String> done = new CopyOnWriteArrayList<>();
  private final List<String> stale = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();

  /** A client whose writes are counted here. */
  public KubernetesClient client(Config config) {
    return SandboxClients.builder(config)
        .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("writes", this))
        .build();
  }

  /** {@code PATCH /apis/...} for each write so far, events and leases left out. */
  public List<String> done() {
    return List.copyOf(done);
  }

  /**
   * Those of them that the server refused because it had something newer, or nothing any more. Each
   * is also in {@link #done()}.
   */
  List<String> stale() {
    return List.copyOf(stale);
  }

  /** Requests, reads among them, that the server answered 403. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<java.nio.ByteBuffer>> consumer) {
    String path = request.uri().getPath();
    if (response.code() == 403) {
      refused.add(request.method() + " " + path);
    }
    if (request.method().equals("GET") || path.contains("/events") || path.contains("/leases")) {
      return;
    }
    String query = request.uri().getQuery();
    if (query != null && query.contains("dryRun")) {
      return;
    }
    String write = request.method() + " " + path;
    if (response.code() == 409 || response.code() == 404) {
      stale.add(write);
    }
    done.add(write);
  }
}
