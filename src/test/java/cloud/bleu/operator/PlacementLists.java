package cloud.bleu.operator;

import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often a client lists the WorkloadPlacements, or the gates, of all namespaces. */
public final class PlacementLists implements Interceptor {

  private final AtomicInteger lists = new AtomicInteger();

  public KubernetesClient client(Config config) {
    return SandboxClients.builder(config)
        .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("lists", this))
        .build();
  }

  public int count() {
    return lists.get();
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    String path = request.uri().getPath();
    String query = String.valueOf(request.uri().getQuery());
    if (request.method().equals("GET")
        && !query.contains("watch=true")
        && (path.endsWith("/v1alpha1/workloadplacements")
            || path.endsWith("/v1alpha1/placementgates"))) {
      lists.incrementAndGet();
    }
  }
}
