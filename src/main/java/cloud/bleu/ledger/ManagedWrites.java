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
 * in {@code metadata.managedFields}. A server whose kinds are older and lack a field refuses the
 * write. Without {@code fieldValidation} it would drop the field, store the rest and report
 * nothing.
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
    return write("POST", collection(object) + parameters("?"), object);
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
    return write("PUT", one(object) + parameters("?"), object);
  }

  /**
   * What would be stored of an object that is written over the version that it names. Nothing is
   * written.
   *
   * @throws KubernetesClientException as {@link #update}
   */
  <T extends HasMetadata> T tried(T object) {
    return write("PUT", one(object) + "?dryRun=All" + parameters("&"), object);
  }

  /**
   * Asks whether the server would accept an object, over the version that it names if it names one.
   * Nothing is written.
   *
   * @return what of it would be stored otherwise, null when nothing would
   * @throws KubernetesClientException as the write itself would be answered
   */
  @Nullable Refusal ask(HasMetadata object) {
    boolean isNew = object.getMetadata().getResourceVersion() == null;
    String path = isNew ? collection(object) : one(object);
    String answer =
        client.raw(path + "?dryRun=All" + parameters("&"), isNew ? "POST" : "PUT", object);
    if (answer == null || answer.isEmpty()) {
      return null;
    }
    try {
      JsonNode written = Serialization.jsonMapper().readTree(answer).path("spec");
      return altered(object, lost(spec(object), written));
    } catch (JsonProcessingException e) {
      throw new KubernetesClientException("an answer that is no JSON", e);
    }
  }

  /**
   * Which part of a spec is stored otherwise than it was sent. The server itself refuses what its
   * kinds do not have. But somebody on the way, such as a webhook, may remove something, change it
   * or add to it. An absent field has a meaning, so nothing may be added either.
   *
   * @param written the answer to the write
   * @return null when it is as it was sent
   */
  static @Nullable Refusal differing(HasMetadata sent, HasMetadata written) {
    JsonNode before = spec(sent);
    JsonNode after = spec(written);
    String lost = lost(before, after);
    return altered(sent, lost == null ? lost(after, before) : lost);
  }

  /** That the field at a path of a spec is not as it was sent; null where there is no such path. */
  private static @Nullable Refusal altered(HasMetadata sent, @Nullable String path) {
    return path == null ? null : Refusal.altered(sent.getKind(), "spec" + path);
  }

  /**
   * Whether all of a spec is in another one of its kind: each field with its value, and each list
   * with its items and no more.
   */
  static boolean isIn(@Nullable Object spec, @Nullable Object other) {
    return lost(tree(spec), tree(other)) == null;
  }

  private static JsonNode spec(HasMetadata object) {
    return tree(object).path("spec");
  }

  private static JsonNode tree(@Nullable Object object) {
    return Serialization.jsonMapper().valueToTree(object);
  }

  /**
   * The path from here of the first thing that is not there, or is another value; null when all is.
   * It is put together on the way back, as nearly always there is none.
   */
  private static @Nullable String lost(JsonNode sent, JsonNode kept) {
    if (sent.isObject() && kept.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> i = sent.fields(); i.hasNext(); ) {
        Map.Entry<String, JsonNode> field = i.next();
        String lost = lost(field.getValue(), kept.path(field.getKey()));
        if (lost != null) {
          return "." + field.getKey() + lost;
        }
      }
      return null;
    }
    if (sent.isArray() && kept.isArray()) {
      for (int i = 0; i < Math.max(sent.size(), kept.size()); i++) {
        String lost = lost(sent.path(i), kept.path(i));
        if (lost != null) {
          return "[" + i + "]" + lost;
        }
      }
      return null;
    }
    return sent.isNull() || isSame(sent, kept) ? null : "";
  }

  /** Whether two values are one: a number in another form is. */
  private static boolean isSame(JsonNode sent, JsonNode kept) {
    return sent.isNumber() && kept.isNumber()
        ? sent.decimalValue().compareTo(kept.decimalValue()) == 0
        : sent.equals(kept);
  }

  private <T extends HasMetadata> T write(String method, String path, T object) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) object.getClass();
    String answer = client.raw(path, method, object);
    return Serialization.unmarshal(answer, type);
  }

  private String parameters(String begin) {
    return begin + "fieldManager=" + manager + "&fieldValidation=Strict";
  }

  private static String one(HasMetadata object) {
    return collection(object) + "/" + object.getMetadata().getName();
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
