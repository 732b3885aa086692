package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.ledger.Entries;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects every entry that was ever in the ledger and holds the chain to its promises. */
public final class ChainWatch implements AutoCloseable, ResourceEventHandler<DecisionLedger> {

  private final Map<Long, Entry> entries = new ConcurrentSkipListMap<>();
  private final Map<Long, ChainRecord> records = new ConcurrentSkipListMap<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final SharedIndexInformer<DecisionLedger> informer;

  public ChainWatch(KubernetesClient client) {
    informer = client.resources(DecisionLedger.class).inform(this);
  }

  /** Every entry, in order. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** Every line of the chain, decisions and records, by number. */
  public synchronized SortedMap<Long, ChainLine> lines() {
    TreeMap<Long, ChainLine> lines = new TreeMap<>();
    entries.forEach((n, entry) -> lines.put(n, Entries.line(entry)));
    records.forEach((n, record) -> lines.put(n, Entries.line(record)));
    return lines;
  }

  /** No number twice, none left out, every link holds. */
  public void verify() {
    assertEquals(List.of(), wrong);
    ChainLine before = null;
    for (ChainLine line : lines().values()) {
      if (before != null) {
        assertEquals(before.sequence() + 1, line.sequence());
        assertEquals(before.hash(), line.previous());
      }
      before = line;
    }
  }

  /** No workload is decided twice in a row on the same, for the same reason, in the same way. */
  public void verifyDecidedOnce() {
    Map<String, Entry> last = new HashMap<>();
    for (Entry entry : entries.values()) {
      Entry before = last.put(entry.workload().uid(), entry);
      if (before != null) {
        assertNotEquals(what(before), what(entry), entry.sequence() + " says it again");
      }
    }
  }

  /** How many replicas left a zone for a loss, by all decisions so far. */
  int moved() {
    int moved = 0;
    Map<String, Map<String, Integer>> before = new HashMap<>();
    for (Entry entry : entries.values()) {
      Map<String, Integer> now = new HashMap<>();
      entry.assignments().forEach(a -> now.put(a.zone(), a.replicas()));
      Map<String, Integer> then = before.put(entry.workload().name(), now);
      if (then != null && entry.cause().equals("ZoneState")) {
        moved +=
            then.entrySet().stream()
                .mapToInt(e -> Math.max(0, e.getValue() - now.getOrDefault(e.getKey(), 0)))
                .sum();
      }
    }
    return moved;
  }

  /** The number of decisions on a workload after one of the chain. */
  public long decisions(String workload, long after) {
    return entries.values().stream()
        .filter(e -> e.sequence() > after && e.workload().name().equals(workload))
        .count();
  }

  private static List<Object> what(Entry entry) {
    return Arrays.asList(
        entry.digest(), entry.asOf(), entry.cause(), entry.assignments(), entry.evacuation());
  }

  /**
   * Until this watch sees what is written after its server was away. An entry may go soon after it
   * is written, so what comes before that is seen by nobody.
   */
  public void awaitServer(Scene scene, KubernetesClient client) {
    String mark = String.valueOf(System.nanoTime());
    client
        .resources(DecisionLedger.class)
        .withName(scene.ledger().getMetadata().getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"test.bleu.cloud/seen\":\"" + mark + "\"}}}");
    scene.until(
        "the ledger is watched again",
        () ->
            informer.getStore().list().stream()
                .anyMatch(
                    ledger ->
                        mark.equals(
                            ledger.getMetadata().getAnnotations().get("test.bleu.cloud/seen"))));
  }

  /** Until this watch, which began before the chain, has seen it to the end that it has now. */
  public void awaitEnd(Scene scene) {
    DecisionLedger ledger = scene.ledger();
    if (ledger == null || ledger.getSpec().sequence() == 0) {
      return;
    }
    long end = ledger.getSpec().sequence();
    scene.until(
        "the chain is seen to " + end,
        () -> {
          SortedMap<Long, ChainLine> lines = lines();
          return !lines.isEmpty() && lines.lastKey() >= end;
        });
  }

  /** Takes a version of the ledger as a whole: nobody sees the lines of half of it. */
  @Override
  public synchronized void onAdd(DecisionLedger ledger) {
    ledger.getSpec().entries().forEach(entry -> add(entries, entry.sequence(), entry));
    ledger.getSpec().records().forEach(record -> add(records, record.sequence(), record));
  }

  private <T> void add(Map<Long, T> all, long sequence, T entry) {
    T known = all.putIfAbsent(sequence, entry);
    boolean both = entries.containsKey(sequence) && records.containsKey(sequence);
    if (both || (known != null && !known.equals(entry))) {
      wrong.add("two entries " + sequence + ": " + known + " and " + entry);
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
