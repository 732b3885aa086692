package cloud.bleu.placement.model;

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
}
