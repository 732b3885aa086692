package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.ledger.Entries;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects every entry that was ever in the ledger and holds the chain to its promises. */
public final class ChainWatch implements AutoCloseable, ResourceEventHandler<DecisionLedger> {

  private final Map<Long, Entry> entries = new ConcurrentSkipListMap<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final SharedIndexInformer<DecisionLedger> informer;

  public ChainWatch(KubernetesClient client) {
    informer = client.resources(DecisionLedger.class).inform(this);
  }

  /** Every entry, in order. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** No number twice, none left out, every link holds. */
  public void verify() {
    assertEquals(List.of(), wrong);
    Entry before = null;
    for (Entry entry : entries.values()) {
      if (before != null) {
        assertEquals(before.sequence() + 1, entry.sequence());
        assertEquals(Entries.hash(before), entry.previous());
      }
      before = entry;
    }
  }

  @Override
  public void onAdd(DecisionLedger ledger) {
    for (Entry entry : ledger.getSpec().entries()) {
      Entry known = entries.putIfAbsent(entry.sequence(), entry);
      if (known != null && !known.equals(entry)) {
        wrong.add("two entries " + entry.sequence() + ": " + known + " and " + entry);
      }
    }
  }

  @Override
  public void onUpdate(DecisionLedger before, DecisionLedger ledger) {
    onAdd(ledger);
  }

  @Override
  public void onDelete(DecisionLedger ledger, boolean unknown) {}

  @Override
  public void close() {
    informer.stop();
  }
}
