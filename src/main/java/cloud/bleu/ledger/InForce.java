package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import org.jspecify.annotations.Nullable;

/**
 * The last committed decision for a workload.
 *
 * @param uid of the BleuWorkload it is for
 * @param published whether its WorkloadPlacement is written: only then may anything act on it
 * @param recent moves that count against the budget
 * @param cause why it was taken, null when it was found written
 */
public record InForce(
    String uid,
    WorkloadPlacementSpec spec,
    boolean published,
    RecentMoves recent,
    @Nullable String cause) {

  InForce asPublished() {
    return published ? this : new InForce(uid, spec, true, recent, cause);
  }
}
