package cloud.bleu.ledger;

import cloud.bleu.apiserver.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates and updates under a field manager of our own: those of the client would show its own name
 * in {@code metadata.managedFields}. A server that does not have each field of what it is sent, as
 * its kinds are older, refuses the write: without {@code fieldValidation} it would drop the field,
 * store the rest and say nothing.
 */
final class ManagedWrites {

  private final KubernetesClient client;
  private final String manager;

  ManagedWrites(KubernetesClient client, String manager) {
    this.client = client;
    this.manager = manager;
  }

  /**
   * Creates an object.
   *
   * @throws KubernetesClientException 409 when there is one already, 400 when the server does not
   *     have each field
   */
  <T extends HasMetadata> T create(T object) {
    return write("POST", collection(object), object);
  }

  /**
   * Writes an object over exactly the version that it names.
   *
   * @throws KubernetesClientException 409 when that is not the newest any more, 404 when it is
   *     gone, 400 when the server does not have each field
   */
  <T extends HasMetadata> T update(T object) {
    if (object.getMetadata().getResourceVersion() == null) {
      throw new IllegalArgumentException("an update names the version that was read");
    }
    return write("PUT", collection(object) + "/" + object.getMetadata().getName(), object);
  }

  /**
   * Asks whether the server would take an object, over the version that it names if it names one.
   * Nothing is written.
   *
   * @return what it would not keep of it, null when it would keep all
   * @throws KubernetesClientException as the write itself would be answered
   */
  @Nullable Refusal ask(HasMetadata object) {
    boolean isNew = object.getMetadata().getResourceVersion() == null;
    String path = collection(object) + (isNew ? "" : "/" + object.getMetadata().getName());
    String answer =
        client.raw(path + "?dryRun=All&fieldManager=" + manager, isNew ? "POST" : "PUT", object);
    return dropped(object, answer);
  }

  /**
   * What of the spec that was sent is not in the answer of the server: it takes fields that its
   * kinds do not have, and says nothing. What it adds is no matter.
   */
  private static @Nullable Refusal dropped(HasMetadata object, @Nullable String answer) {
    if (answer == null || answer.isEmpty()) {
      return null;
    }
    try {
      return dropped(object, Serialization.jsonMapper().readTree(answer));
    } catch (JsonProcessingException e) {
      throw new KubernetesClientException("an answer that is no JSON", e);
    }
  }

  private static @Nullable Refusal dropped(HasMetadata object, JsonNode answer) {
    JsonNode sent = Serialization.jsonMapper().<JsonNode>valueToTree(object).path("spec");
    String field = missing(sent, answer.path("spec"), "spec");
    return field == null ? null : Refusal.dropped(object.getKind(), field);
  }

  /**
   * The same of a write, which a server refuses itself: but who stands between may take something
   * away as well, such as a webhook.
   */
  static @Nullable Refusal dropped(HasMetadata sent, HasMetadata written) {
    return dropped(sent, Serialization.jsonMapper().<JsonNode>valueToTree(written));
  }

  private static @Nullable String missing(JsonNode sent, JsonNode kept, String path) {
    if (sent.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> i = sent.fields(); i.hasNext(); ) {
        Map.Entry<String, JsonNode> field = i.next();
        String at = path + "." + field.getKey();
        String missing =
            kept.has(field.getKey())
                ? missing(field.getValue(), kept.path(field.getKey()), at)
                : field.getValue().isNull() ? null : at;
        if (missing != null) {
          return missing;
        }
      }
    }
    for (int i = 0; sent.isArray() && i < sent.size(); i++) {
      String at = path + "[" + i + "]";
      String missing = kept.has(i) ? missing(sent.get(i), kept.get(i), at) : at;
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private <T extends HasMetadata> T write(String method, String path, T object) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) object.getClass();
    String answer =
        client.raw(path + "?fieldManager=" + manager + "&fieldValidation=Strict", method, object);
    return Serialization.unmarshal(answer, type);
  }

  private static String collection(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return "/apis/"
        + object.getApiVersion()
        + (namespace == null ? "" : "/namespaces/" + namespace)
        + "/"
        + object.getPlural();
  }
}
