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
 */
public record ProposedDecision(
    WorkloadId id,
    String uid,
    String digest,
    @Nullable String asOf,
    String cause,
    List<Assignment> assignments,
    List<Evacuation> evacuation,
    int budgeted) {

  public ProposedDecision {
    assignments = List.copyOf(assignments);
    evacuation = List.copyOf(evacuation);
  }

  /** What the decision is about. */
  DecisionLedgerSpec.Subject subject() {
    return new DecisionLedgerSpec.Subject(id.namespace(), id.name(), uid);
  }

  ProposedDecision because(String other) {
    return new ProposedDecision(id, uid, digest, asOf, other, assignments, evacuation, budgeted);
  }
}
