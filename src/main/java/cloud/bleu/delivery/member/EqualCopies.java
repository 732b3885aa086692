package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.Companion;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies that were found to be what their sources say, by the versions of both. While neither
 * changes, the copy need not be read again. Of one thread alone; keys are {@code namespace/name} of
 * the workload.
 */
final class EqualCopies {

  private record Versions(@Nullable String uid, @Nullable String source, String copy) {
    static Versions of(HasMetadata source, String copy) {
      ObjectMeta metadata = source.getMetadata();
      return new Versions(metadata.getUid(), metadata.getResourceVersion(), copy);
    }
  }

  private final Map<String, Map<Companion, Versions>> equal = new HashMap<>();

  /** Whether a copy of this version was found equal to a source that has not changed since. */
  boolean holds(String key, Companion companion, HasMetadata source, @Nullable String copy) {
    return copy != null
        && Versions.of(source, copy).equals(equal.getOrDefault(key, Map.of()).get(companion));
  }

  /**
   * A copy was found equal to its source.
   *
   * @param copy the version that was listed before it was read, null: it was not listed
   */
  void found(String key, Companion companion, HasMetadata source, @Nullable String copy) {
    if (copy != null) {
      equal.computeIfAbsent(key, k -> new HashMap<>()).put(companion, Versions.of(source, copy));
    }
  }

  /** Forgets all workloads but these. */
  void retain(Collection<String> keys) {
    equal.keySet().retainAll(keys);
  }
}
