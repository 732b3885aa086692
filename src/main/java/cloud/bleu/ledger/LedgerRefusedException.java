package cloud.bleu.ledger;

import cloud.bleu.apiserver.Refusal;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * The API server would not keep all of a DecisionLedger, and says so before it stores any of it:
 * what was known of the ledger holds still. It must not be read in the place of that. A server with
 * kinds that are older tells it without the fields that they lack, also where it has them.
 */
public final class LedgerRefusedException extends KubernetesClientException {
  private static final long serialVersionUID = 1L;

  LedgerRefusedException(Refusal refusal) {
    super(refusal.sentence());
  }
}
