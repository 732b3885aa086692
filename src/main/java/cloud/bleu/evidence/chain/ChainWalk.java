package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.chain.ChainFault.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the segments of a chain line by line and compares each entry with the one before it. */
public final class ChainWalk {

  /** Where an entry stands. */
  public record Placed(ChainLine line, String where) {}

  /** Numbers that no line has, and where the next entry is. */
  public record Hole(long from, long to, String where) {}

  private final Path directory;
  private final Consumer<Placed> each;
  private final List<ChainFault> faults = new ArrayList<>();
  private final List<Hole> holes = new ArrayList<>();
  private final List<SignedReach.Run> runs = new ArrayList<>();

  /** Entries that say why the chain begins where it does. */
  private final List<ChainLine> explaining = new ArrayList<>();

  /** What is wrong at the end, as the checkpoints say; null: nothing. */
  private @Nullable ChainFault cut;

  /** What else is known of the end; null: nothing. */
  private @Nullable KnownEnd known;

  /** Whether the name of the segment was held to its first entry. */
  private boolean isNamed;

  private @Nullable Placed begun;
  private @Nullable Placed first;
  private @Nullable Placed last;

  /**
   * @param directory of the export
   * @param each given every entry that could be read, in the order of the chain
   */
  public ChainWalk(Path directory, Consumer<Placed> each) {
    this.directory = directory;
    this.each = each;
  }

  /**
   * Has it held to an entry that is known to have been exported as well. To be called before {@link
   * #walk}; null: nothing is known.
   */
  public ChainWalk heldTo(@Nullable KnownEnd end) {
    known = end;
    return this;
  }

  /** Reads everything; faults of single lines do not end it. */
  public void walk() throws IOException {
    for (Path segment : EvidenceFiles.segments(directory)) {
      isNamed = false;
      try {
        ExportLines.of(segment, line -> take(segment, line));
      } catch (EvidenceFiles.NotRegularException e) {
        fault(Code.NotRegular, name(segment), e.getReason());
      }
    }
    Placed end = last;
    if (begun != null && end != null) {
      runs.add(new SignedReach.Run(begun, end));
    }
    long reached = end == null ? 0 : end.line().sequence();
    cut = cut(reached);
    if (cut == null && known != null && known.sequence() > reached) {
      cut = known.after(reached);
    }
  }

  private @Nullable ChainFault cut(long end) throws IOException {
    try {
      Checkpoint signed = Checkpoint.last(directory);
      return signed == null || signed.sequence() <= end
          ? null
          : ChainFault.truncated(EvidenceFiles.CHECKPOINTS, end, signed.sequence());
    } catch (EvidenceFiles.NotRegularException e) {
      return new ChainFault(Code.NotRegular, EvidenceFiles.CHECKPOINTS, e.getReason());
    }
  }

  private static String name(Path segment) {
    return EvidenceFiles.CHAIN + "/" + segment.getFileName();
  }

  private void take(Path segment, ExportLines.Line read) {
    String where = name(segment) + " line " + read.number();
    ChainLine line;
    try {
      line = ChainLine.read(read.text());
    } catch (IllegalArgumentException e) {
      fault(Code.LineUnreadable, where, "not an entry: " + e.getMessage());
      return;
    }
    if (!isNamed && !segment.equals(EvidenceFiles.segment(directory, line.sequence()))) {
      fault(
          Code.SegmentRenamed,
          where,
          "the segment begins with entry " + line.sequence() + " and is not named after it");
    }
    isNamed = true;
    take(new Placed(line, where + " (entry " + line.sequence() + ")"));
  }

  private void take(Placed next) {
    ChainLine line = next.line();
    Placed before = last;
    if (before == null) {
      first = next;
      begun = next;
    } else if (line.sequence() == before.line().sequence()) {
      fault(Code.EntryTwice, next.where(), "entry " + line.sequence() + " is there already");
      return;
    } else if (line.sequence() < before.line().sequence()) {
      fault(
          Code.EntryOutOfOrder,
          next.where(),
          "entry " + line.sequence() + " stands after entry " + before.line().sequence());
      return;
    } else if (line.sequence() > before.line().sequence() + 1) {
      endRun(before, next);
      holes.add(new Hole(before.line().sequence() + 1, line.sequence() - 1, next.where()));
    } else if (!line.previous().equals(before.line().hash())) {
      endRun(before, next);
      fault(
          Code.EntryChanged,
          before.where(),
          "entry %s is not the one that entry %s names as the one before it: one of the two was changed"
              .formatted(before.line().sequence(), line.sequence()));
    }
    if (line.kind().equals(EntryKinds.EXPORT_STARTED) || line.kind().equals(EntryKinds.PRUNED)) {
      explaining.add(line);
    }
    KnownEnd end = known;
    if (end != null && line.sequence() == end.sequence() && !line.hash().equals(end.hash())) {
      faults.add(end.other(next.where()));
    }
    last = next;
    each.accept(next);
  }

  private void endRun(Placed end, Placed next) {
    runs.add(new SignedReach.Run(Objects.requireNonNull(begun), end));
    begun = next;
  }

  private void fault(Code code, String where, String message) {
    faults.add(new ChainFault(code, where, message));
  }

  /** What is wrong with lines and their links, after {@link #walk}, in the order of the chain. */
  public List<ChainFault> faults() {
    return faults;
  }

  /** What stands here without a break, after {@link #walk}. */
  public List<SignedReach.Run> runs() {
    return runs;
  }

  /**
   * Where the chain is broken, after {@link #walk}: the faults, a beginning that no entry explains,
   * the numbers that no line has, and an end before the last checkpoint. A chain without an entry
   * is broken. Signatures are not looked at.
   */
  public List<ChainFault> breaks() {
    List<ChainFault> breaks = new ArrayList<>(faults);
    if (first == null) {
      breaks.add(ChainFault.nothing());
    }
    // Without looking at signatures, every entry counts as one that was signed.
    TreeSet<Long> ends = new TreeSet<>();
    runs.forEach(run -> ends.add(run.last().line().sequence()));
    Absence absence =
        new Absence(new SignedAbsences(explaining, new SignedReach(runs, ends, explaining)));
    absence.beginning(first);
    breaks.addAll(absence.faults());
    for (Hole hole : holes) {
      breaks.add(
          new ChainFault(
              Code.EntriesMissing,
              hole.where(),
              "no line has the numbers from %s to %s".formatted(hole.from(), hole.to())));
    }
    if (cut != null) {
      breaks.add(cut);
    }
    return breaks;
  }

  /**
   * Where numbers are missing between two entries, after {@link #walk}, in the order of the chain.
   */
  public List<Hole> holes() {
    return holes;
  }

  /** The first entry that could be read, after {@link #walk}; null when there is none. */
  public @Nullable Placed first() {
    return first;
  }

  /** The last entry that could be read, after {@link #walk}; null when there is none. */
  public @Nullable Placed last() {
    return last;
  }
}
