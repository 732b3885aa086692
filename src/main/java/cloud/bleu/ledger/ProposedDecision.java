package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision that is not committed yet.
 *
 * @param uid of the BleuWorkload
 * @param digest of what was decided on
 * @param asOf RFC 3339: the last instant at which a window that was read changed, null when none
 *     has
 * @param cause as the API names it
 * @param budgeted replicas moved that count against the budget of moves in an hour
 * @param first whether nothing was decided for this BleuWorkload before
 */
public record ProposedDecision(
    WorkloadId id,
    String uid,
    String digest,
    @Nullable String asOf,
    String cause,
    List<Assignment> assignments,
    List<Evacuation> evacuation,
    int budgeted,
    boolean first) {

  public ProposedDecision {
    assignments = List.copyOf(assignments);
    evacuation = List.copyOf(evacuation);
  }

  /** That of a workload for which something was decided before. */
  public ProposedDecision(
      WorkloadId id,
      String uid,
      String digest,
      @Nullable String asOf,
      String cause,
      List<Assignment> assignments,
      List<Evacuation> evacuation,
      int budgeted) {
    this(id, uid, digest, asOf, cause, assignments, evacuation, budgeted, false);
  }

  /**
   * Why it was taken, as an event says it: its cause. Of a new workload nothing has changed, so the
   * first decision says what came of it.
   */
  public String eventReason() {
    if (!first) {
      return cause;
    }
    return assignments.stream().anyMatch(a -> a.replicas() > 0) ? "Placed" : "NotPlaced";
  }

  /** What the decision is about. */
  DecisionLedgerSpec.Subject subject() {
    return new DecisionLedgerSpec.Subject(id.namespace(), id.name(), uid);
  }

  ProposedDecision because(String other) {
    return new ProposedDecision(
        id, uid, digest, asOf, other, assignments, evacuation, budgeted, first);
  }
}
