package cloud.bleu.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A write in the name of somebody who saw what the object asks for, and answers for that alone: it
 * is over the version that was read, or over a later one in which only the status or the metadata
 * changed.
 */
public final class SeenObject {

  /**
   * What writes the status pauses between two writes, so more conflicts than this are no chance.
   */
  private static final int ATTEMPTS = 8;

  private SeenObject() {}

  /**
   * Writes over what was seen, as often as another version of the same stands in the way.
   *
   * @param seen the object as it was read, with uid, generation and version
   * @param write the write over the resource version that it is given, which it must state
   * @throws KubernetesClientException 409 when the spec changed since, when the object is another
   *     one or gone, or when the conflict is none of the version; else as the write is answered
   */
  public static void over(KubernetesClient client, HasMetadata seen, Consumer<String> write) {
    String version = seen.getMetadata().getResourceVersion();
    for (int attempt = 1; ; attempt++) {
      try {
        write.accept(version);
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
        HasMetadata now = client.resource(seen).get();
        if (!isSame(seen, now) || now.getMetadata().getResourceVersion().equals(version)) {
          throw e;
        }
        version = now.getMetadata().getResourceVersion();
      }
    }
  }

  /** The server counts each change of a spec, also of a field that this program does not know. */
  private static boolean isSame(HasMetadata seen, @Nullable HasMetadata now) {
    ObjectMeta before = seen.getMetadata();
    return now != null
        && before.getGeneration() != null
        && before.getGeneration().equals(now.getMetadata().getGeneration())
        && Objects.equals(before.getUid(), now.getMetadata().getUid());
  }
}
