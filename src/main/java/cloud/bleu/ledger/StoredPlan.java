package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.model.Contingency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evacuation plan of a decision in force. It is read once, for every pass asks for it; two are
 * equal when they are of the same decision.
 */
final class StoredPlan {

  private static final Logger LOG = LoggerFactory.getLogger(StoredPlan.class);

  private final WorkloadPlacementSpec spec;
  private volatile @Nullable List<Contingency> losses;
  private volatile boolean unreadable;

  StoredPlan(WorkloadPlacementSpec spec) {
    this.spec = spec;
  }

  /**
   * What is done for each loss, sorted by event. Nothing where nobody can read it: that is said in
   * the log, once, and the workload goes on as one without a plan until its next decision.
   */
  List<Contingency> losses() {
    List<Contingency> read = losses;
    if (read == null) {
      try {
        read = PlacementSpecs.contingency(spec);
      } catch (RuntimeException e) {
        // Whatever is odd about it, and whoever wrote it: the other workloads go on.
        LOG.error(
            "the evacuation plan of a WorkloadPlacement cannot be read and is made anew: workload"
                + " {}, uid {}: {}",
            spec.workloadRef().name(),
            spec.workloadRef().uid(),
            e.getMessage() == null ? e.toString() : e.getMessage());
        unreadable = true;
        read = List.of();
      }
      losses = read;
    }
    return read;
  }

  /** Whether nobody can read it. */
  boolean isUnreadable() {
    losses();
    return unreadable;
  }

  /** Whether it says exactly this; false where nobody can read it. */
  boolean says(List<Contingency> decided) {
    return losses().equals(decided) && !isUnreadable();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredPlan plan && plan.spec.equals(spec);
  }

  @Override
  public int hashCode() {
    return spec.hashCode();
  }

  @Override
  public String toString() {
    return losses().toString();
  }
}
