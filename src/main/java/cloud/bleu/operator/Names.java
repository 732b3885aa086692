package cloud.bleu.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** What a server-side apply of a status needs of an object's metadata. */
final class Names {

  private Names() {}

  /** Namespace and name, nothing else, so that nothing else comes to be owned. */
  static ObjectMeta only(HasMetadata object) {
    return new ObjectMetaBuilder()
        .withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .build();
  }
}
