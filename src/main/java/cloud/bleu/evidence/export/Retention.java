package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes the oldest segments of a directory, but only after a signed entry says so: otherwise
 * nobody could tell the removal from tampering.
 */
final class Retention {

  private final Path directory;
  private @Nullable ChainLine said;

  Retention(Path directory) {
    this.directory = directory;
  }

  /**
   * What the chain has to say before the segments go that hold nothing younger than an instant;
   * null when there is none, or it is said. The segment that is written to stays, and so do the
   * last baseline and what comes after it.
   *
   * @param current the segment that is written to
   * @param baseline number of the last baseline, 0 without one
   */
  @Nullable ChainNote due(Instant before, @Nullable Path current, long baseline)
      throws IOException {
    ChainLine expired = null;
    for (Path file : EvidenceFiles.segments(directory)) {
      if (file.equals(current)) {
        break;
      }
      List<String> lines = EvidenceFiles.lines(file);
      ChainLine end = lines.isEmpty() ? null : ChainLine.read(lines.get(lines.size() - 1));
      Instant time = end == null ? null : end.time();
      if (end == null
          || time == null
          || !time.isBefore(before)
          || (baseline > 0 && end.sequence() >= baseline)) {
        break;
      }
      expired = end;
    }
    return expired == null || (said != null && said.number("to") >= expired.sequence())
        ? null
        : ChainNote.of(EntryKinds.PRUNED, Map.of("to", Long.toString(expired.sequence())));
  }

  /** An entry is in the chain that says what goes. */
  void said(ChainLine line) {
    said = line;
  }

  /** Whether something is to go. */
  boolean isSaid() {
    return said != null;
  }

  /**
   * Removes what goes, if the entry that says so is signed.
   *
   * @param signedUpTo the entry of the last checkpoint
   * @param roots documents that are relied on though no entry names them
   */
  void remove(long signedUpTo, Collection<String> roots) throws IOException {
    ChainLine saying = said;
    if (saying != null && signedUpTo >= saying.sequence()) {
      removeUpTo(saying.number("to"), roots);
      said = null;
    }
  }

  private void removeUpTo(long last, Collection<String> roots) throws IOException {
    List<Path> segments = EvidenceFiles.segments(directory);
    boolean removed = false;
    for (int i = 0; i + 1 < segments.size(); i++) {
      if (EvidenceFiles.first(segments.get(i + 1)) > last + 1) {
        break;
      }
      Files.delete(segments.get(i));
      removed = true;
    }
    if (removed) {
      InputSweep.sweep(directory, roots);
    }
  }
}
