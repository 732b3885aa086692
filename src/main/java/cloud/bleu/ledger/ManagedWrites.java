package cloud.bleu.ledger;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;

/**
 * Creates and updates under a field manager of our own: those of the client would show its own name
 * in {@code metadata.managedFields}.
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
   * @throws KubernetesClientException 409 when there is one already
   */
  <T extends HasMetadata> T create(T object) {
    return write("POST", collection(object), object);
  }

  /**
   * Writes an object over exactly the version that it names.
   *
   * @throws KubernetesClientException 409 when that is not the newest any more, 404 when it is gone
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
   * @throws KubernetesClientException as the write itself would be answered
   */
  void ask(HasMetadata object) {
    boolean isNew = object.getMetadata().getResourceVersion() == null;
    String path = collection(object) + (isNew ? "" : "/" + object.getMetadata().getName());
    client.raw(path + "?dryRun=All&fieldManager=" + manager, isNew ? "POST" : "PUT", object);
  }

  private <T extends HasMetadata> T write(String method, String path, T object) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) object.getClass();
    String answer = client.raw(path + "?fieldManager=" + manager, method, object);
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
