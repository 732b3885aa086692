package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.export.Baseline;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to the evidence directory, within bounds, in the order in which it must
 * be there: documents before the entry that names them. Any thread adds, one takes.
 */
final class ExportQueue {

  /** Bytes that may wait to be written; beyond, the inputs of decisions are left out. */
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  /** Entries that may wait; beyond, they are left out, which the chain says afterwards. */
  private static final int MOST_BATCHES = 20_000;

  /**
   * What is written in one go.
   *
   * @param baseline what an entry after it names as known, null for none
   */
  record Batch(
      List<ChainLine> lines,
      Map<String, String> documents,
      Baseline.@Nullable Recorded baseline,
      long bytes) {}

  private final int most;
  private final LinkedBlockingDeque<Batch> batches = new LinkedBlockingDeque<>();
  private final AtomicLong waiting = new AtomicLong();

  ExportQueue() {
    this(MOST_BATCHES);
  }

  /**
   * @param most batches that wait; beyond, entries are left out
   */
  ExportQueue(int most) {
    this.most = most;
  }

  /**
   * Takes entries, and returns at once.
   *
   * @return whether they are taken: not while too many wait
   */
  boolean lines(List<ChainLine> entries) {
    boolean taken = !isFull();
    if (taken) {
      add(entries, Map.of(), null, entries.stream().mapToLong(l -> l.text().length()).sum());
    }
    return taken;
  }

  /** Whether entries would be left out now. */
  boolean isFull() {
    return batches.size() >= most;
  }

  /**
   * Takes documents that decisions are about to be taken on, and returns at once.
   *
   * @return whether they are taken: not while too much waits
   */
  boolean documents(Map<String, String> documents) {
    long bytes = length(documents);
    boolean taken = waiting.get() + bytes <= MOST_BYTES;
    if (taken && !documents.isEmpty()) {
      add(List.of(), documents, null, bytes);
    }
    return taken;
  }

  /**
   * Takes what an entry is about to name as known, and returns at once.
   *
   * @return whether it is taken: not while too much waits
   */
  boolean baseline(Baseline.Recorded recorded) {
    long bytes = length(recorded.documents());
    boolean taken = waiting.get() + bytes <= MOST_BYTES;
    if (taken) {
      add(List.of(), Map.of(), recorded, bytes);
    }
    return taken;
  }

  /** Ends the wait of whoever takes: there is nothing to write, and something else to see. */
  void wake() {
    add(List.of(), Map.of(), null, 0);
  }

  /** The first that waits, null when none came within the time. */
  @Nullable Batch next(long timeout, TimeUnit unit) throws InterruptedException {
    return batches.poll(timeout, unit);
  }

  /** Makes room again for what was on the disk with this batch. */
  void written(Batch batch) {
    waiting.addAndGet(-batch.bytes());
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  private static long length(Map<String, String> documents) {
    return documents.values().stream().mapToLong(String::length).sum();
  }

  private void add(
      List<ChainLine> lines,
      Map<String, String> documents,
      Baseline.@Nullable Recorded baseline,
      long bytes) {
    waiting.addAndGet(bytes);
    batches.add(new Batch(List.copyOf(lines), documents, baseline, bytes));
  }
}
