package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.OrdinalBlock;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A decision that is not committed yet.
 *
 * @param uid of the BleuWorkload
 * @param digest of what was decided on
 * @param asOf RFC 3339: the last instant at which something that was read changed by its date, null
 *     when none has
 * @param cause as the API names it
 * @param budgeted replicas moved that count against the budget of moves in an hour
 * @param first whether nothing was decided for this BleuWorkload before
 * @param missing replicas asked for that have no zone
 * @param formerOrdinals of zones that a StatefulSet of it has left
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
    boolean first,
    int missing,
    List<OrdinalBlock> formerOrdinals) {

  public ProposedDecision {
    assignments = List.copyOf(assignments);
    evacuation = List.copyOf(evacuation);
    formerOrdinals = List.copyOf(formerOrdinals);
  }

  /**
   * Why it was taken, as an event says it: its cause. Of a new workload nothing has changed, so the
   * first decision says what came of it.
   */
  public String eventReason() {
    if (!first) {
      return cause;
    }
    return missing > 0 && zones().isEmpty() ? "NotPlaced" : "Placed";
  }

  /** What comes of it, as an event says it. */
  public String eventNote() {
    if (zones().isEmpty()) {
      return missing > 0 || DecisionDifference.isWithdrawal(this)
          ? "runs nowhere"
          : "no replicas are asked for";
    }
    return "runs in "
        + Assignment.text(assignments)
        + (missing > 0 ? "; " + missing + " not placed" : "");
  }

  private String zones() {
    return Assignment.text(assignments);
  }

  /** What the decision is about. */
  DecisionLedgerSpec.Subject subject() {
    return new DecisionLedgerSpec.Subject(id.namespace(), id.name(), uid);
  }

  /** The same where no zone has volumes that replicas would come to: blocks of zones are kept. */
  public ProposedDecision withoutVolumes() {
    Set<String> used = assignments.stream().map(Assignment::zone).collect(Collectors.toSet());
    return new ProposedDecision(
        id,
        uid,
        digest,
        asOf,
        cause,
        assignments,
        evacuation,
        budgeted,
        first,
        missing,
        formerOrdinals.stream()
            .filter(block -> !used.contains(block.zone()))
            .map(block -> new OrdinalBlock(block.zone(), block.ordinalsStart(), null))
            .toList());
  }

  ProposedDecision because(String other) {
    return new ProposedDecision(
        id,
        uid,
        digest,
        asOf,
        other,
        assignments,
        evacuation,
        budgeted,
        first,
        missing,
        formerOrdinals);
  }
}
