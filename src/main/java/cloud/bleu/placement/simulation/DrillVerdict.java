package cloud.bleu.placement.simulation;

import cloud.bleu.placement.model.WorkloadId;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated loss does to one workload.
 *
 * @param before replicas in zones that are in service, before the loss
 * @param lost those of them in the zones that are lost
 * @param after replicas in zones that are left, once everything is moved that finds a place
 * @param broken the first term that does not hold; null when all do
 */
public record DrillVerdict(
    WorkloadId id,
    DrillOutcome outcome,
    int before,
    int lost,
    int after,
    @Nullable BrokenTerm broken)
    implements Comparable<DrillVerdict> {

  private static final Comparator<DrillVerdict> ORDER =
      Comparator.comparing(DrillVerdict::outcome).thenComparing(DrillVerdict::id);

  /** Replicas that are nowhere afterwards and were somewhere before. */
  public int missing() {
    return Math.max(0, before - after);
  }

  /** The worst first, then by namespace and name. */
  @Override
  public int compareTo(DrillVerdict other) {
    return ORDER.compare(this, other);
  }
}
