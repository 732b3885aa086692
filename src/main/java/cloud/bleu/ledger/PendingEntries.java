package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** What the ledger holds: committed, and not yet both carried out and kept elsewhere. */
final class PendingEntries {

  private final List<Held> held = new ArrayList<>();

  /** A decision or a record, with the bytes that it takes in the ledger, by a bound from above. */
  private static final class Held {
    final long sequence;
    final Object what;
    final long bytes;
    final int moved;
    boolean carriedOut;

    Held(long sequence, Object what, long bytes, int moved, boolean carriedOut) {
      this.sequence = sequence;
      this.what = what;
      this.bytes = bytes;
      this.moved = moved;
      this.carriedOut = carriedOut;
    }
  }

  void clear() {
    held.clear();
  }

  /**
   * Holds a decision.
   *
   * @param moved replicas that count against the budgets of moves
   */
  void add(Entry entry, int moved) {
    long bytes = Batch.bytes(entry);
    held.add(new Held(entry.sequence(), entry, bytes, moved, false));
  }

  void add(ChainRecord record) {
    held.add(new Held(record.sequence(), record, Batch.bytes(record.content()), 0, true));
  }

  List<Entry> entries() {
    return all(Entry.class);
  }

  List<ChainRecord> records() {
    return all(ChainRecord.class);
  }

  private <T> List<T> all(Class<T> type) {
    return held.stream().map(h -> h.what).filter(type::isInstance).map(type::cast).toList();
  }

  /** Decisions that are not written to their WorkloadPlacements yet. */
  List<Entry> open() {
    return held.stream().filter(h -> !h.carriedOut).map(h -> (Entry) h.what).toList();
  }

  /** What those move within the budgets that are not written yet. */
  PendingMoves moves() {
    TreeMap<Long, Integer> moves = new TreeMap<>();
    held.stream()
        .filter(h -> !h.carriedOut && h.moved > 0)
        .forEach(h -> moves.put(h.sequence, h.moved));
    return new PendingMoves(moves);
  }

  /** Whether a decision is still to be written. */
  boolean isOpen(Entry entry) {
    return held.stream().anyMatch(h -> !h.carriedOut && h.what.equals(entry));
  }

  void carriedOut(Entry entry) {
    held.stream().filter(h -> h.sequence == entry.sequence()).forEach(h -> h.carriedOut = true);
  }

  /** Whether a later decision about the same workload waits: only that one is written. */
  boolean superseded(Entry entry) {
    return held.stream()
        .anyMatch(
            h ->
                h.sequence > entry.sequence()
                    && h.what instanceof Entry later
                    && Objects.equals(later.workload(), entry.workload()));
  }

  /** Removes what is carried out and kept. */
  void settle(long kept) {
    held.removeIf(h -> h.carriedOut && h.sequence <= kept);
  }

  /**
   * Removes the oldest that are carried out, whether kept or not, until the rest takes so few bytes
   * and there are so few: an export that fails must not hold up a decision.
   */
  void shed(long bytes, int most) {
    // What waits to be carried out stays; it is no reason to let others' entries go.
    List<Held> done = held.stream().filter(h -> h.carriedOut).toList();
    long over = done.stream().mapToLong(h -> h.bytes).sum() - bytes;
    int tooMany = done.size() - most;
    for (var it = held.iterator(); it.hasNext() && (over > 0 || tooMany > 0); ) {
      Held oldest = it.next();
      if (oldest.carriedOut) {
        it.remove();
        over -= oldest.bytes;
        tooMany--;
      }
    }
  }

  /** Bytes that a decision takes that is held; 0 of one that is not. */
  long size(Entry entry) {
    return held.stream().filter(h -> h.sequence == entry.sequence()).mapToLong(h -> h.bytes).sum();
  }

  /** Bytes that the decisions take that are not written yet. */
  long openSize() {
    return held.stream().filter(h -> !h.carriedOut).mapToLong(h -> h.bytes).sum();
  }

  /** Bytes that all of it takes in the ledger. */
  long size() {
    return held.stream().mapToLong(h -> h.bytes).sum();
  }
}
