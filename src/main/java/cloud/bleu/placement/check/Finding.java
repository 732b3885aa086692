package cloud.bleu.placement.check;

import cloud.bleu.placement.model.WorkloadId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a plan, found by computing it again from zero.
 *
 * @param code UpperCamelCase and stable, e.g. {@code CapacityExceeded}
 * @param workload whose decision is wrong, null for the plan as a whole
 * @param message what, where and by how much
 */
public record Finding(String code, @Nullable WorkloadId workload, String message) {
  private static final Set<String> SHARED = Set.of("CapacityExceeded", "ReserveExceeded");

  /** Whether others share in it, and the one that is named may not be the one to blame. */
  public boolean shared() {
    return SHARED.contains(code);
  }

  @Override
  public String toString() {
    return code + (workload == null ? "" : " " + workload) + ": " + message;
  }
}
