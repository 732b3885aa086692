package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.export.ChainBaseline;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to the evidence directory, within bounds, in the order in which it must
 * be there: documents before the entry that names them. Any thread adds, one takes.
 */
final class ExportQueue {

  /** Bytes of documents that may wait; beyond, the inputs of decisions are left out. */
  private static final long MOST_BYTES_OF_DOCUMENTS = 64L * 1024 * 1024;

  /** What each text takes of memory beside itself and its name: objects that hold them. */
  private static final int BYTES_BESIDE = 200;

  /** As many bytes of entries may wait in any memory. */
  static final long LEAST_BYTES_OF_ENTRIES = 32L * 1024 * 1024;

  /** An estate that is large, and decided anew as a whole, has more memory too. */
  private static final int SHARE_OF_MEMORY = 8;

  /** Commits that may wait; beyond, entries are left out in the same way. */
  static final int MOST_BATCHES = 20_000;

  /**
   * What is written in one go.
   *
   * @param entries the texts alone: what they say takes several times their room in memory
   * @param baseline what an entry after it names as known, null for none
   * @param bytes of memory
   */
  record Batch(
      List<String> entries,
      Map<String, String> documents,
      ChainBaseline.@Nullable Recorded baseline,
      long bytes) {

    /** The entries, in their order. */
    List<ChainLine> lines() {
      return entries.stream().map(ChainLine::read).toList();
    }
  }

  private final int most;

  /**
   * Bytes of entries that may wait; beyond, they are left out, which the chain says afterwards. The
   * last ones may exceed it by what one write of the ledger has.
   */
  private final long mostBytesOfEntries;

  private final LinkedBlockingDeque<Batch> batches = new LinkedBlockingDeque<>();
  private final AtomicLong documentBytes = new AtomicLong();
  private final AtomicLong entryBytes = new AtomicLong();

  /**
   * The entries that are taken and not written yet. Not by their numbers: of a ledger that somebody
   * removed the chain begins anew.
   */
  private final Set<String> waiting = new HashSet<>();

  ExportQueue() {
    this(MOST_BATCHES, bytesOfEntries(Runtime.getRuntime().maxMemory()));
  }

  /**
   * @param most batches that wait; beyond, entries are left out
   * @param mostBytesOfEntries that wait; beyond, entries are left out
   */
  ExportQueue(int most, long mostBytesOfEntries) {
    this.most = most;
    this.mostBytesOfEntries = mostBytesOfEntries;
  }

  /**
   * Bytes of entries that may wait where the process may have so many bytes of memory in all.
   *
   * @param memory of the heap at most, in bytes
   */
  static long bytesOfEntries(long memory) {
    return Math.max(LEAST_BYTES_OF_ENTRIES, memory / SHARE_OF_MEMORY);
  }

  /**
   * Takes entries, and returns at once. Those that wait already are not taken twice: whoever reads
   * the ledger again hands over all that it has.
   *
   * @return whether they are taken: not while too many wait
   */
  synchronized boolean lines(List<ChainLine> entries) {
    List<String> more =
        entries.stream().map(ChainLine::text).filter(text -> !waiting.contains(text)).toList();
    if (more.isEmpty() && !entries.isEmpty()) {
      return true;
    }
    boolean takes = !isFull();
    if (takes) {
      long bytes = more.stream().mapToLong(text -> BYTES_BESIDE + bytes(text)).sum();
      entryBytes.addAndGet(bytes);
      waiting.addAll(more);
      batches.add(new Batch(more, Map.of(), null, bytes));
    }
    return takes;
  }

  /** Whether entries would be left out now. */
  boolean isFull() {
    return batches.size() >= most || entryBytes.get() >= mostBytesOfEntries;
  }

  /**
   * Takes documents that decisions are about to be taken on, and returns at once.
   *
   * @return whether they are taken: not while too much waits
   */
  boolean documents(Map<String, String> documents) {
    return documents.isEmpty() || add(documents, null, bytes(documents));
  }

  /**
   * Takes what an entry is about to name as known, and returns at once.
   *
   * @return whether it is taken: not while too much waits
   */
  boolean baseline(ChainBaseline.Recorded recorded) {
    return add(Map.of(), recorded, bytes(recorded.documents()));
  }

  private boolean add(
      Map<String, String> documents, ChainBaseline.@Nullable Recorded baseline, long bytes) {
    boolean takes = documentBytes.get() + bytes <= MOST_BYTES_OF_DOCUMENTS;
    if (takes) {
      documentBytes.addAndGet(bytes);
      batches.add(new Batch(List.of(), documents, baseline, bytes));
    }
    return takes;
  }

  /** Ends the wait of whoever takes: there is nothing to write, and something else to see. */
  void wake() {
    batches.add(new Batch(List.of(), Map.of(), null, 0));
  }

  /** The first that waits, null when none came within the time. */
  @Nullable Batch next(long timeout, TimeUnit unit) throws InterruptedException {
    return batches.poll(timeout, unit);
  }

  /** Makes room again for what was on the disk with this batch. */
  synchronized void written(Batch batch) {
    (batch.entries().isEmpty() ? documentBytes : entryBytes).addAndGet(-batch.bytes());
    batch.entries().forEach(waiting::remove);
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  private static long bytes(Map<String, String> documents) {
    long bytes = 0;
    for (Map.Entry<String, String> document : documents.entrySet()) {
      bytes += BYTES_BESIDE + bytes(document.getKey()) + bytes(document.getValue());
    }
    return bytes;
  }

  /** As Java keeps a text: two bytes a character where one of them is beyond Latin-1. */
  private static long bytes(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) > 0xFF) {
        return 2L * length;
      }
    }
    return length;
  }
}
