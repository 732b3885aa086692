package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.chain.ExportLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that the entries of a chain are in, one after the other: the last is written to. */
final class ChainSegments {
  private final Path directory;

  /** A segment that is as long is not written to any more. */
  private final long mostBytes;

  private @Nullable Path newest;
  private @Nullable ChainLine last;
  private volatile boolean going;

  ChainSegments(Path directory, long mostBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
  }

  /**
   * Goes on after what is there: cuts off what a crash left.
   *
   * @return the lines of the last segment, none without one
   * @throws IOException when it cannot be read, or its last line is not an entry
   */
  List<String> resume() throws IOException {
    List<Path> segments = EvidenceFiles.segments(directory);
    for (int i = segments.size() - 1; i >= 0; i--) {
      Path file = segments.get(i);
      EvidenceFiles.repair(file);
      List<String> lines = EvidenceFiles.lines(file);
      if (lines.isEmpty()) {
        // Made, and the process ended before its first line.
        Files.delete(file);
        continue;
      }
      newest = file;
      try {
        last = highest(lines);
      } catch (IllegalArgumentException e) {
        throw new IOException(
            file + ": its last line is not an entry: " + e.getMessage() + "; see bleu verify", e);
      }
      return lines;
    }
    return List.of();
  }

  /**
   * The entry with the highest number of a segment, which is mostly its last: after it may stand
   * some whose numbers began anew, see {@link #append}.
   *
   * @throws IllegalArgumentException when the last line is not an entry
   */
  static ChainLine highest(List<String> lines) {
    ChainLine highest = ChainLine.read(lines.get(lines.size() - 1));
    for (String text : lines) {
      ChainLine line = readable(text);
      highest = line != null && line.sequence() > highest.sequence() ? line : highest;
    }
    return highest;
  }

  private static @Nullable ChainLine readable(String text) {
    try {
      return ChainLine.read(text);
    } catch (IllegalArgumentException e) {
      // Somebody edited it, which verify says.
      return null;
    }
  }

  /**
   * Those of some entries that are not here yet. A number that is here already does not show that
   * the entry is: one that begins anew, as the ledger was deleted or is an older one, gives numbers
   * again.
   *
   * @throws IOException when the segments cannot be read in which they may be
   */
  List<ChainLine> missing(List<ChainLine> lines) throws IOException {
    ChainLine end = last;
    Set<String> given = new HashSet<>();
    for (ChainLine line : lines) {
      if (end != null && line.sequence() <= end.sequence()) {
        given.add(line.text());
      }
    }
    if (given.isEmpty()) {
      return lines;
    }
    long lowest = lines.stream().mapToLong(ChainLine::sequence).min().orElse(0);
    Set<String> here = new HashSet<>();
    List<Path> segments = EvidenceFiles.segments(directory);
    for (int i = segments.size() - 1; i >= 0 && here.size() < given.size(); i--) {
      ExportLines.of(
          segments.get(i),
          line -> {
            if (given.contains(line.said())) {
              here.add(line.said());
            }
          });
      if (EvidenceFiles.first(segments.get(i)) <= lowest) {
        break;
      }
    }
    return lines.stream().filter(line -> !here.contains(line.text())).toList();
  }

  /** The segment that is written to, null without one. */
  @Nullable Path newest() {
    return newest;
  }

  /** The number of the first entry of the segment that is written to, 0 without one. */
  long first() {
    Path file = newest;
    return file == null ? 0 : EvidenceFiles.first(file);
  }

  /** The entry with the highest number that is on the disk, null when there is none. */
  @Nullable ChainLine last() {
    return last;
  }

  /** Whether that entry is one that was appended here. May be asked by any thread. */
  boolean isGoing() {
    return going;
  }

  /**
   * Appends entries in their order. One whose number is not above the last one stands where it
   * comes, in the same segment: a reader sees by it that the numbers began anew.
   *
   * @param lines that are not here yet
   * @throws IOException when not all of them are on the disk
   */
  void append(List<ChainLine> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    Path file = newest;
    ChainLine latest = last;
    boolean goneOn = false;
    for (ChainLine line : lines) {
      boolean goesOn = latest == null || line.sequence() > latest.sequence();
      if (file == null || (goesOn && text.isEmpty() && isFull(file))) {
        file = EvidenceFiles.segment(directory, line.sequence());
        Files.createFile(file);
        EvidenceFiles.sync(directory.resolve(EvidenceFiles.CHAIN));
      }
      text.append(line.text()).append('\n');
      latest = goesOn ? line : latest;
      goneOn |= goesOn;
    }
    if (file != null && !text.isEmpty()) {
      EvidenceFiles.append(file, text.toString());
      going |= goneOn;
    }
    newest = file;
    last = latest;
  }

  private boolean isFull(Path file) throws IOException {
    return Files.size(file) >= mostBytes;
  }
}
