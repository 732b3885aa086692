package cloud.bleu.controlplane;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.function.UnaryOperator;

/**
 * An edit of an object that others write as well: the operator its status, a kubelet, a controller
 * of the plane. What of it the edit changes is changed in whatever stands there by then. The
 * client's own {@code edit} names the version that it has read, and is refused (409) when anybody
 * has written meanwhile.
 *
 * <p>What is sent is a JSON patch of the differences, which names elements of a list by their
 * place. So it covers no list into which somebody else puts an element meanwhile, or takes one out:
 * what the edit changes there may be another element by then, and nobody is told. Such a list, as
 * of conditions, taints or finalizers, is changed here only while nobody else changes its length;
 * else by server-side apply.
 */
public final class UnlockedEdit {
  private UnlockedEdit() {}

  /** Edits an object; returns what the API server made of it. */
  public static <T extends HasMetadata> T of(Resource<T> object, UnaryOperator<T> edit) {
    return object.edit(there -> withoutVersion(edit.apply(there)));
  }

  /** Edits the status of an object; returns what the API server made of it. */
  public static <T extends HasMetadata> T ofStatus(Resource<T> object, UnaryOperator<T> edit) {
    return object.editStatus(there -> withoutVersion(edit.apply(there)));
  }

  private static <T extends HasMetadata> T withoutVersion(T edited) {
    edited.getMetadata().setResourceVersion(null);
    return edited;
  }
}
