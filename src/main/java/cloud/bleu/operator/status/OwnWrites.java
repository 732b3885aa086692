package cloud.bleu.operator.status;

import cloud.bleu.collection.BoundedMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collections;
import java.util.Map;

/** The versions that objects got by writes of this process, as far as they are remembered. */
final class OwnWrites {

  private static final int REMEMBERED = 20_000;

  /** The last version by uid; one that is forgotten is looked at once more. */
  private final Map<String, String> versions =
      Collections.synchronizedMap(BoundedMap.byAccess(REMEMBERED));

  void add(HasMetadata written) {
    versions.put(
        String.valueOf(written.getMetadata().getUid()),
        String.valueOf(written.getMetadata().getResourceVersion()));
  }

  boolean contains(HasMetadata object) {
    String version = object.getMetadata().getResourceVersion();
    return version != null
        && version.equals(versions.get(String.valueOf(object.getMetadata().getUid())));
  }
}
