package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision for a workload that had one before, with a zone for every replica. */
public final class LaterDecision {

  private LaterDecision() {}

  /** One that is to be committed; the parameters are those of {@link ProposedDecision}. */
  public static ProposedDecision of(
      WorkloadId id,
      String uid,
      String digest,
      @Nullable String asOf,
      String cause,
      List<Assignment> assignments,
      List<Evacuation> evacuation,
      int budgeted) {
    return new ProposedDecision(
        id, uid, digest, asOf, cause, assignments, evacuation, budgeted, false, 0, List.of());
  }
}
