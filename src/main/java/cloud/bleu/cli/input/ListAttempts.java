package cloud.bleu.cli.input;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Lists what a user may list, and remembers what he may not. */
final class ListAttempts {
  private final SortedSet<String> refused = new TreeSet<>();

  /**
   * What is listed; nothing where the user may not.
   *
   * @param resource as RBAC names it
   */
  <T> List<T> of(String resource, Supplier<List<T>> list) {
    try {
      return list.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      refused.add(resource);
      return List.of();
    }
  }

  /** What the user may not list, as RBAC names it. */
  SortedSet<String> refused() {
    return refused;
  }
}
