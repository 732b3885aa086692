package cloud.bleu.ledger;

import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.Set;

/** Is told of a commit while it goes on, on the thread that commits. */
public interface CommitProgress {
  /** Nobody is told. */
  CommitProgress NONE = (batch, waiting) -> {};

  /**
   * A batch is carried out as far as it can be, and more is to come.
   *
   * @param batch what was committed
   * @param waiting workloads with a change that is not committed yet
   * @throws LedgerConflictException when somebody else wrote what only a leader writes
   */
  void carriedOut(List<ProposedDecision> batch, Set<WorkloadId> waiting)
      throws LedgerConflictException;
}
