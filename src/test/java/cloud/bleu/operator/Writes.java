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

  private final List<Write> done = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();

  /** A client whose writes are counted here. */
  public KubernetesClient client(Config config) {
    return SandboxClients.builder(config)
        .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("writes", this))
        .build();
  }

  /** {@code PATCH /apis/...} for each write so far, events and leases left out. */
  public List<String> done() {
    return done(0);
  }

  /**
   * Those of {@link #done()} after the first so many; it may have grown since these were counted.
   */
  public List<String> done(int begin) {
    return done.stream().skip(begin).map(Write::line).toList();
  }

  /**
   * Those of {@link #done()} after the first so many, without those that the server refused because
   * it had something newer than the cache, or nothing any more: how many they are is the machine's
   * matter.
   */
  public List<String> tookEffect(int begin) {
    return done.stream().skip(begin).filter(write -> !write.stale).map(Write::line).toList();
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
    boolean stale = response.code() == 409 || response.code() == 404;
    done.add(new Write(request.method() + " " + path, stale));
  }

  private record Write(String line, boolean stale) {}
}
