package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;

/** The one DecisionLedger of a cluster, read and written as a whole. */
final class LedgerStore {

  /** Its name. */
  static final String NAME = "decisions";

  private final KubernetesClient client;
  private final ManagedWrites writes;

  LedgerStore(KubernetesClient client) {
    this.client = client;
    this.writes = new ManagedWrites(client, "bleu-ledger");
  }

  /** The ledger as the server has it now; created empty when there is none. */
  DecisionLedger read() {
    DecisionLedger ledger = client.resources(DecisionLedger.class).withName(NAME).get();
    if (ledger != null) {
      return ledger;
    }
    DecisionLedger empty = new DecisionLedger();
    empty.setMetadata(new ObjectMetaBuilder().withName(NAME).build());
    empty.setSpec(new DecisionLedgerSpec(0L, null, List.of(), List.of()));
    try {
      return writes.create(empty);
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        return client.resources(DecisionLedger.class).withName(NAME).require();
      }
      throw e;
    }
  }

  /**
   * Writes a new spec over exactly the version that was read.
   *
   * @return the ledger with its new version
   * @throws LedgerConflictException when that is not the newest version any more
   */
  DecisionLedger write(DecisionLedger read, DecisionLedgerSpec spec)
      throws LedgerConflictException {
    DecisionLedger next = new DecisionLedger();
    next.setMetadata(new ObjectMetaBuilder(read.getMetadata()).build());
    next.setSpec(spec);
    try {
      return writes.update(next);
    } catch (KubernetesClientException e) {
      // 404: the ledger was removed; its successor is not the one that was read.
      if (e.getCode() == 409 || e.getCode() == 404) {
        throw new LedgerConflictException(e);
      }
      throw e;
    }
  }
}
