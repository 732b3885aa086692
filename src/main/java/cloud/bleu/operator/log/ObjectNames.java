package cloud.bleu.operator.log;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** Objects by their names. */
public final class ObjectNames {

  private ObjectNames() {}

  /** Metadata for a server-side apply that comes to own nothing of it. */
  public static ObjectMeta only(HasMetadata object) {
    return new ObjectMetaBuilder()
        .withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .build();
  }

  /** {@code namespace/name}, or the name alone. */
  public static String text(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    String name = object.getMetadata().getName();
    return namespace == null ? name : namespace + "/" + name;
  }
}
