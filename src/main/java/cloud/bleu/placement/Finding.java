package cloud.bleu.placement;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a plan, found by computing it again from zero.
 *
 * @param code UpperCamelCase and stable, e.g. {@code CapacityExceeded}
 * @param workload whose decision is wrong, null for the plan as a whole
 * @param message what, where and by how much
 */
public record Finding(String code, @Nullable WorkloadId workload, String message) {
  @Override
  public String toString() {
    return code + (workload == null ? "" : " " + workload) + ": " + message;
  }
}
