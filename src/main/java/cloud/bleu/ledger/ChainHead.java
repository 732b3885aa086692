package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.ChainRecord;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.SignedHead;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DecisionLedger as it was read or written last, and the end of the chain in it. Each write is
 * over exactly that version: either all of its content counts, or nothing.
 */
final class ChainHead {

  private static final Logger LOG = LoggerFactory.getLogger(ChainHead.class);

  private final LedgerStore store;
  private final PendingEntries pending;
  private final Export export;
  private volatile @Nullable DecisionLedger head;

  /** What the server had when everything was read, until the next write; null: what is sent. */
  private @Nullable DecisionLedgerSpec stored;

  /**
   * The highest number that was seen in a WorkloadPlacement or given here. If somebody removes the
   * ledger, the numbers go on from here.
   */
  private long floor;

  ChainHead(LedgerStore store, PendingEntries pending, Export export) {
    this.store = store;
    this.pending = pending;
    this.export = export;
  }

  /** What one write added: in the order of the changes and of the notes. */
  record Added(List<Entry> entries, List<ChainRecord> records) {}

  /**
   * Takes a ledger as it was read, with what is pending in it, and tells the export.
   *
   * @param highest sequence in a placement
   * @return what waits in it, in the order of the chain
   */
  List<ChainLine> begin(DecisionLedger read, long highest) {
    floor = Math.max(floor, highest);
    List<ChainLine> lines = new ArrayList<>();
    pending.entries().forEach(e -> lines.add(Entries.line(e)));
    pending.records().forEach(r -> lines.add(Entries.line(r)));
    lines.sort(Comparator.comparingLong(ChainLine::sequence));
    check(lines, read.getSpec());
    SignedHead remembered = LedgerStore.signed(read);
    if (remembered != null) {
      export.signedBefore(remembered);
    } else if (LedgerStore.said(read) != null) {
      LOG.error(
          "the annotation {} of the DecisionLedger names no entry up to {}, the last one of the"
              + " chain: \"{}\"; somebody wrote it, it counts for nothing, and the next checkpoint"
              + " replaces it",
          LedgerStore.SIGNED,
          read.getSpec().sequence(),
          LedgerStore.said(read));
    }
    export.take(lines);
    head = read;
    return lines;
  }

  /** Nobody can fix it here: it is said once, where it is read. */
  private static void check(List<ChainLine> lines, DecisionLedgerSpec spec) {
    ChainLine last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
    if (last != null
        && last.sequence() == spec.sequence()
        && !last.hash().equals(spec.headHash())) {
      LOG.error(
          "entry {} of the DecisionLedger is not what its hash says, and counts as it is stored:"
              + " a webhook or a policy changed it, or the kinds are older than the operator;"
              + " `bleu verify` finds EntryChanged",
          last.sequence());
    }
  }

  /**
   * What to go on from: what this process sent, where that was read; and else what is known
   * already, where it is of the version that was read and lacks nothing of it. Where older kinds
   * were applied meanwhile, the server tells that version without the fields that they do not have,
   * and the next write would store it so. Where a webhook changed what was sent, it tells what that
   * made of it.
   *
   * @param found told what this process decided, where it learns only now that it counts
   */
  DecisionLedger known(DecisionLedger read, Consumer<List<Entry>> found) {
    stored = read.getSpec();
    LedgerStore.Sent sent = store.asSent(read);
    if (sent != null) {
      found.accept(sent.decided());
      return sent.ledger();
    }
    DecisionLedger before = head;
    if (before == null) {
      return read;
    }
    boolean same =
        Objects.equals(before.getMetadata().getUid(), read.getMetadata().getUid())
            && Objects.equals(
                before.getMetadata().getResourceVersion(), read.getMetadata().getResourceVersion());
    return same && ManagedWrites.isIn(read.getSpec(), before.getSpec()) ? before : read;
  }

  /** The object that an event about the ledger regards; without a uid before it was read. */
  DecisionLedger object() {
    DecisionLedger read = head;
    DecisionLedger object = new DecisionLedger();
    object.setMetadata(
        new ObjectMetaBuilder()
            .withName(LedgerStore.NAME)
            .withUid(read == null ? null : read.getMetadata().getUid())
            .build());
    return object;
  }

  /**
   * Writes decisions and notes at the end of the chain. What has been settled since the last write
   * leaves the ledger with the same one.
   *
   * @param inputs digest of what the decisions were taken on, null when that is not recorded
   * @param now RFC 3339
   */
  Added append(
      List<ProposedDecision> changes, List<ChainNote> notes, @Nullable String inputs, String now)
      throws LedgerConflictException {
    DecisionLedger read = current();
    long sequence = Math.max(floor, read.getSpec().sequence());
    String previous = read.getSpec().headHash();
    List<Entry> entries = new ArrayList<>();
    List<ChainRecord> records = new ArrayList<>();
    List<ChainLine> lines = new ArrayList<>();
    PendingMoves moves = pending.moves();
    for (ProposedDecision change : changes) {
      sequence++;
      Entry entry =
          new Entry(
              sequence,
              previous,
              change.subject(),
              change.digest(),
              change.asOf(),
              change.cause(),
              change.assignments(),
              List.of(),
              change.evacuation(),
              change.formerOrdinals(),
              now,
              inputs);
      entries.add(entry);
      if (change.budgeted() > 0) {
        moves.bySequence().put(sequence, change.budgeted());
      }
      lines.add(Entries.line(entry));
      previous = lines.get(lines.size() - 1).hash();
    }
    for (ChainNote note : notes) {
      sequence++;
      ChainRecord record = new ChainRecord(sequence, previous, note.kind(), note.content(), now);
      records.add(record);
      lines.add(Entries.line(record));
      previous = lines.get(lines.size() - 1).hash();
    }
    List<Entry> allEntries = new ArrayList<>(pending.entries());
    allEntries.addAll(entries);
    List<ChainRecord> allRecords = new ArrayList<>(pending.records());
    allRecords.addAll(records);
    write(read, new DecisionLedgerSpec(sequence, previous, allEntries, allRecords), moves);
    floor = sequence;
    entries.forEach(entry -> pending.add(entry, moves.of(entry)));
    records.forEach(pending::add);
    export.take(lines);
    return new Added(entries, records);
  }

  /** Removes from the ledger what is written and exported. */
  void settle() throws LedgerConflictException {
    pending.settle(export.kept());
    DecisionLedger read = current();
    DecisionLedgerSpec spec = read.getSpec();
    if (isOfAnotherLength(spec)
        || stored != null && isOfAnotherLength(stored)
        || LedgerStore.isNews(export.signed(), read)) {
      write(
          read,
          new DecisionLedgerSpec(
              spec.sequence(), spec.headHash(), pending.entries(), pending.records()),
          pending.moves());
    }
  }

  /** Asks, where it is time, whether the ledger is stored otherwise than it is sent still. */
  void askAgain() throws LedgerConflictException {
    store.askAgain(current());
  }

  private boolean isOfAnotherLength(DecisionLedgerSpec spec) {
    return spec.entries().size() != pending.entries().size()
        || spec.records().size() != pending.records().size();
  }

  private void write(DecisionLedger read, DecisionLedgerSpec spec, PendingMoves moves)
      throws LedgerConflictException {
    head = store.write(read, spec, export.signed(), moves);
    stored = null;
  }

  private DecisionLedger current() {
    return Objects.requireNonNull(head, "recover() comes first");
  }
}
