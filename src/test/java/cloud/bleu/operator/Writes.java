package cloud.bleu.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts what a client writes, and can cut it off after so many writes, as a crash does. */
final class Writes implements Interceptor {

  private final List<String> done = new CopyOnWriteArrayList<>();
  private final AtomicBoolean cut = new AtomicBoolean();
  private final int last;
  private final Runnable crashed;

  Writes() {
    this(Integer.MAX_VALUE, () -> {});
  }

  /**
   * @param last write that still reaches the server; its answer may
   * @param crashed told once, right after it
   */
  Writes(int last, Runnable crashed) {
    this.last = last;
    this.crashed = crashed;
  }

  /** A client whose writes are counted here. */
  KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("writes", this))
        .build();
  }

  /** {@code PATCH /apis/...} for each write so far, events and leases left out. */
  List<String> done() {
    return List.copyOf(done);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (cut.get()) {
      throw new IllegalStateException("the process is gone");
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<java.nio.ByteBuffer>> consumer) {
    String path = request.uri().getPath();
    if (request.method().equals("GET") || path.contains("/events") || path.contains("/leases")) {
      return;
    }
    String query = request.uri().getQuery();
    if (query != null && query.contains("dryRun")) {
      return;
    }
    done.add(request.method() + " " + path);
    if (done.size() >= last && cut.compareAndSet(false, true)) {
      crashed.run();
    }
  }
}
