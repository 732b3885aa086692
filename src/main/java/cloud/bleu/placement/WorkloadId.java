package cloud.bleu.placement;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Namespace and name of a workload; ordered by the UTF-8 bytes of {@code namespace/name}, which is
 * the last tie of every order in the engine.
 */
public record WorkloadId(String namespace, String name) implements Comparable<WorkloadId> {

  @Override
  public int compareTo(WorkloadId other) {
    return Arrays.compareUnsigned(
        toString().getBytes(StandardCharsets.UTF_8),
        other.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
