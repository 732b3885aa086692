package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** Writes of WorkloadPlacements, each a matter of one workload. */
interface PlacementWrites {

  /**
   * Writes what an entry decides.
   *
   * @param first whether there is most likely no placement of the workload yet, so that it is
   *     written without a look; what is there all the same is found then
   * @return null when it is written, or there is nothing to write it for; else what refuses it
   * @throws KubernetesClientException when nobody knows whether it is written
   */
  @Nullable Refusal carryOut(Entry entry, RecentMoves recent, boolean first);

  /**
   * Writes the decision in force over whatever is there.
   *
   * @return what came of it: not written when it was there already, nor for a workload that is gone
   * @throws KubernetesClientException when nobody knows whether it is written
   */
  Restored restore(WorkloadId id, DecisionInForce inForce);

  /**
   * What came of a WorkloadPlacement that was to be as decided.
   *
   * @param refusal null when nothing refuses it
   */
  record Restored(boolean written, @Nullable Refusal refusal) {
    static final Restored NOTHING = new Restored(false, null);
  }
}
