package cloud.bleu.delivery.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What is asked once an object was created, as no creation can name what it rests on. */
@FunctionalInterface
public interface CreationCheck {

  /** Whatever was created may stay. */
  CreationCheck NONE = object -> {};

  /**
   * An object was created.
   *
   * @throws KubernetesClientException 403 when it may not stay, and does not
   */
  void created(HasMetadata object);
}
