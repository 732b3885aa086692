package cloud.bleu.operator;

import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the watches that a client opens. */
final class WatchCount implements Interceptor {

  private static final Pattern NAME = Pattern.compile("metadata.name(=|%3D)([^&,]+)");

  private final List<String> opened = new CopyOnWriteArrayList<>();

  /** A client whose watches are counted here. */
  KubernetesClient client(Config config) {
    return SandboxClients.builder(config)
        .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("watches", this))
        .build();
  }

  /** The plural of each that was opened so far, with the name where it is about one object. */
  List<String> opened() {
    return opened.stream().sorted().toList();
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String query = String.valueOf(request.uri().getQuery());
    if (query.contains("watch=true")) {
      String path = request.uri().getPath();
      Matcher name = NAME.matcher(query);
      opened.add(
          path.substring(path.lastIndexOf('/') + 1) + (name.find() ? " " + name.group(2) : ""));
    }
  }
}
