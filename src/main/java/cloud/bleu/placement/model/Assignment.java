package cloud.bleu.placement.model;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replicas of a workload in one zone.
 *
 * @param home the count before a loss moved replicas, equal to {@code replicas} otherwise; 0 where
 *     replicas came only as refuge
 */
public record Assignment(String zone, int replicas, int home) {
  /** Replicas that are at home. */
  public static Assignment of(String zone, int replicas) {
    return new Assignment(zone, replicas, replicas);
  }

  /** The zones with replicas as people read them: {@code z1=2, z3=1}; empty for none. */
  public static String text(Collection<Assignment> assignments) {
    return assignments.stream()
        .filter(a -> a.replicas > 0)
        .map(a -> a.zone + "=" + a.replicas)
        .collect(Collectors.joining(", "));
  }

  /** As a record does it by itself, but in code that the first compiler of the JVM inlines. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof Assignment that
            && replicas == that.replicas
            && home == that.home
            && Objects.equals(zone, that.zone);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Objects.hashCode(zone) + replicas) + home;
  }
}
