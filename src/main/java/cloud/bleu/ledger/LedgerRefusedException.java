package cloud.bleu.ledger;

import cloud.bleu.apiserver.Refusal;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * The API server would not keep all of a DecisionLedger, and says so before it stores any of it.
 * What was known of the ledger is still true, and it must not be replaced by reading the ledger: a
 * server with older kinds returns it without the fields that its kinds lack, even where they are
 * stored.
 */
public final class LedgerRefusedException extends KubernetesClientException {
  private static final long serialVersionUID = 1L;

  LedgerRefusedException(Refusal refusal) {
    super(refusal.sentence());
  }
}
