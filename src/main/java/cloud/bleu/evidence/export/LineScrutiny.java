package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainClock;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EntryKey;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.LastSignedHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at lines that are not signed for what a reader could take for tampering. */
final class LineScrutiny {

  private final ChainClock time = new ChainClock();
  private final LastSignedHead signed;

  /** The last checkpoint here, until a line after its entry is looked at. */
  private @Nullable Checkpoint checkpoint;

  private final ExportDocuments documents;

  /** Whether lines are of the cluster: any other can have been written by anybody. */
  private final boolean ofTheCluster;

  /**
   * Of lines of one directory.
   *
   * @param checkpoint the last one there: it may be later than its entry; null without one
   */
  LineScrutiny(
      LastSignedHead signed,
      @Nullable Checkpoint checkpoint,
      ExportDocuments documents,
      boolean ofTheCluster) {
    this.signed = signed;
    this.checkpoint = checkpoint;
    this.documents = documents;
    this.ofTheCluster = ofTheCluster;
  }

  /** Is told a line that is in the directory already. */
  void before(ChainLine line) {
    fallsAt(line);
  }

  /** The latest instant before a line, of entries or of the checkpoint, if the time fell there. */
  private @Nullable Instant fallsAt(ChainLine line) {
    Checkpoint before = checkpoint;
    if (before != null && before.sequence() < line.sequence()) {
      time.take(before);
      checkpoint = null;
    }
    return time.fallsAt(line);
  }

  /**
   * What the chain has to say of the lines: numbers that are left out, clocks that were set back,
   * decisions whose inputs are not here.
   *
   * @param last the last line that is there already, null without one
   * @param own whether that one is known from elsewhere than from this directory
   */
  List<ChainNote> of(List<ChainLine> lines, @Nullable ChainLine last, boolean own) {
    List<ChainNote> notes = new ArrayList<>();
    numbersAndTimes(lines, last, own, notes);
    inputs(lines, last, notes);
    return notes;
  }

  private void numbersAndTimes(
      List<ChainLine> lines, @Nullable ChainLine last, boolean own, List<ChainNote> notes) {
    ChainLine before = last;
    boolean isOwn = own;
    long expected = before == null ? 1 : before.sequence() + 1;
    for (ChainLine line : lines) {
      if (line.sequence() >= expected) {
        if (line.sequence() > expected) {
          notes.add(
              before == null
                  ? signed.started(line.sequence())
                  : signed.missing(before, line, isOwn));
        }
        isOwn = ofTheCluster;
        expected = line.sequence() + 1;
        before = line;
        Instant fallen = fallsAt(line);
        if (fallen != null) {
          notes.add(setBack(line, fallen));
        }
      }
    }
  }

  private static ChainNote setBack(ChainLine line, Instant from) {
    return ChainNote.of(
        EntryKinds.CLOCK_SET_BACK,
        Map.of(
            EntryKey.ENTRY,
            Long.toString(line.sequence()),
            "from",
            from.toString(),
            "to",
            String.valueOf(line.time())));
  }

  private void inputs(List<ChainLine> lines, @Nullable ChainLine last, List<ChainNote> notes) {
    long from = 0;
    long to = 0;
    for (ChainLine line : lines) {
      boolean written = last != null && line.sequence() <= last.sequence();
      if (!written && !documents.hasAll(line)) {
        from = from == 0 ? line.sequence() : from;
        to = line.sequence();
      } else if (from > 0) {
        notes.add(ChainNote.range(EntryKinds.INPUTS_LOST, from, to));
        from = 0;
      }
    }
    if (from > 0) {
      notes.add(ChainNote.range(EntryKinds.INPUTS_LOST, from, to));
    }
  }
}
