package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.Checkpoint;
import cloud.bleu.evidence.chain.EntryKey;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.LastSignedHead;
import cloud.bleu.evidence.chain.SignedHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the chain has to say of entries of a directory that are not signed yet, after a crash
 * that came before it was said. It finds nothing about signed entries: if one of those is missing
 * or changed, nothing can excuse that any more.
 */
public final class UnsaidSearch {

  private final List<ChainLine> open = new ArrayList<>();
  private @Nullable ChainLine last;

  private UnsaidSearch() {}

  /**
   * What the chain has to say and does not.
   *
   * @param signed what was signed last, as it is remembered elsewhere, and of which cluster the
   *     chain is
   * @throws IOException when a file cannot be read
   */
  public static List<ChainNote> of(Path directory, LastSignedHead signed) throws IOException {
    UnsaidSearch search = new UnsaidSearch();
    Checkpoint checkpoint = Checkpoint.last(directory);
    LineScrutiny scrutiny =
        new LineScrutiny(signed, checkpoint, new ExportDocuments(directory), false);
    List<Path> segments = new ArrayList<>(EvidenceFiles.segments(directory));
    search.read(segments, signedUpTo(signed.head(), segments, checkpoint), scrutiny);
    List<ChainNote> found = new ArrayList<>();
    for (ChainNote note : scrutiny.of(search.open, search.last, false)) {
      if (note.kind().equals(EntryKinds.INPUTS_LOST)) {
        found.addAll(search.lost(note));
      } else if (search.open.stream().noneMatch(line -> isSaidBy(note, line))) {
        found.add(note);
      }
    }
    return found;
  }

  /**
   * The entry up to which all is signed: where nobody remembers, as the directory says, if it has
   * that entry. 0 while nothing is signed.
   *
   * @param signed what was signed last, as it is remembered elsewhere; null when nothing is
   * @throws IOException when a file cannot be read
   */
  static long signedUpTo(Path directory, @Nullable SignedHead signed) throws IOException {
    return signedUpTo(signed, EvidenceFiles.segments(directory), Checkpoint.last(directory));
  }

  private static long signedUpTo(
      @Nullable SignedHead signed, List<Path> segments, @Nullable Checkpoint checkpoint)
      throws IOException {
    if (signed != null) {
      return signed.sequence();
    }
    if (checkpoint == null || segments.isEmpty()) {
      return 0;
    }
    return ChainLine.all(segments.get(segments.size() - 1)).stream()
            .anyMatch(line -> line.sequence() >= checkpoint.sequence())
        ? checkpoint.sequence()
        : 0;
  }

  /** Reads the segments that have entries which are not signed, and the one before these. */
  private void read(List<Path> segments, long bound, LineScrutiny scrutiny) throws IOException {
    while (segments.size() > 1 && EvidenceFiles.first(segments.get(1)) <= bound) {
      segments.remove(0);
    }
    for (Path segment : segments) {
      for (ChainLine line : ChainLine.all(segment)) {
        if (line.sequence() > bound) {
          open.add(line);
        } else {
          last = line;
          scrutiny.before(line);
        }
      }
    }
  }

  private static boolean isSaidBy(ChainNote note, ChainLine line) {
    if (!line.kind().equals(note.kind())) {
      return false;
    }
    return switch (note.kind()) {
      case EntryKinds.EXPORT_STARTED -> line.number("first") == note.number("first");
      case EntryKinds.NOT_EXPORTED -> covers(line, note.number("from"), note.number("to"));
      case EntryKinds.CLOCK_SET_BACK -> line.number(EntryKey.ENTRY) == note.number(EntryKey.ENTRY);
      default -> note.isSaidBy(line);
    };
  }

  private static boolean covers(ChainLine line, long from, long to) {
    return line.number("from") <= from && line.number("to") >= to && line.sequence() > to;
  }

  /** The lost inputs that no entry reports yet: the others were reported in parts. */
  private List<ChainNote> lost(ChainNote note) {
    Predicate<Long> isSaid =
        number ->
            open.stream()
                .filter(line -> line.kind().equals(EntryKinds.INPUTS_LOST))
                .anyMatch(line -> covers(line, number, number));
    List<ChainNote> left = new ArrayList<>();
    long from = 0;
    for (long number = note.number("from"); number <= note.number("to"); number++) {
      if (!isSaid.test(number)) {
        from = from == 0 ? number : from;
      } else if (from > 0) {
        left.add(ChainNote.range(EntryKinds.INPUTS_LOST, from, number - 1));
        from = 0;
      }
    }
    if (from > 0) {
      left.add(ChainNote.range(EntryKinds.INPUTS_LOST, from, note.number("to")));
    }
    return left;
  }
}
