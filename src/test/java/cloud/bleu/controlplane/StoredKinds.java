package cloud.bleu.controlplane;

import cloud.bleu.sandbox.ChildProcess;
import cloud.bleu.sandbox.ControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Of which kinds a namespace has objects, by the keys in etcd: one question, where the API server
 * has to be asked for each kind. It is asked once: what a write that is under way then brings is
 * not told.
 */
final class StoredKinds {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private StoredKinds() {}

  /**
   * The kinds as the keys name them, as in {@code pods}, {@code services/specs} and {@code
   * placement.bleu.cloud/bleuworkloads}; empty when etcd does not say.
   */
  static Optional<Set<String>> of(ControlPlane plane, String namespace) {
    Optional<String> etcd = flag(plane.etcd(), "--advertise-client-urls=");
    Optional<String> filed = flag(plane.apiServer(), "--etcd-prefix=");
    if (etcd.isEmpty() || filed.isEmpty()) {
      return Optional.empty();
    }
    String prefix = filed.get() + "/";
    try {
      Set<String> kinds = new TreeSet<>();
      for (JsonNode entry : range(etcd.get(), prefix).path("kvs")) {
        String key =
            new String(
                Base64.getDecoder().decode(entry.path("key").asText()), StandardCharsets.UTF_8);
        int at = key.indexOf("/" + namespace + "/");
        if (at > 0) {
          kinds.add(key.substring(prefix.length(), at));
        }
      }
      return Optional.of(kinds);
    } catch (IOException e) {
      // It was stopped or began anew meanwhile.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** All keys with a prefix that ends in a slash. */
  private static JsonNode range(String etcd, String prefix)
      throws IOException, InterruptedException {
    String end = prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
    String body =
        JSON.createObjectNode()
            .put("key", encoded(prefix))
            .put("range_end", encoded(end))
            .put("keys_only", true)
            .toString();
    HttpResponse<byte[]> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(etcd + "/v3/kv/range"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("etcd answers " + answer.statusCode());
    }
    return JSON.readTree(answer.body());
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The value of a flag with which a program was started, of one that runs. */
  private static Optional<String> flag(ChildProcess program, String flag) {
    return ProcessHandle.of(program.pid()).flatMap(process -> process.info().arguments()).stream()
        .flatMap(Stream::of)
        .filter(argument -> argument.startsWith(flag))
        .map(argument -> argument.substring(flag.length()))
        .findFirst();
  }
}
