package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
   * @return the entries of the last segment, none without one
   * @throws IOException when it cannot be read, or its last line is not an entry
   */
  List<ChainLine> resume() throws IOException {
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
        last = ChainLine.read(lines.get(lines.size() - 1));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            file + ": its last line is not an entry: " + e.getMessage() + "; see bleu verify", e);
      }
      return ChainLine.all(file);
    }
    return List.of();
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

  /** The last entry that is on the disk, null when there is none. */
  @Nullable ChainLine last() {
    return last;
  }

  /** Whether the last entry is one that was appended here. May be asked by any thread. */
  boolean isGoing() {
    return going;
  }

  /**
   * Appends entries in the order of their numbers; those that are there already are left out.
   *
   * @throws IOException when not all of them are on the disk
   */
  void append(List<ChainLine> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    Path file = newest;
    ChainLine latest = last;
    for (ChainLine line : lines) {
      if (latest != null && line.sequence() <= latest.sequence()) {
        continue;
      }
      if (file == null || (text.isEmpty() && isFull(file))) {
        file = EvidenceFiles.segment(directory, line.sequence());
        Files.createFile(file);
        EvidenceFiles.sync(directory.resolve(EvidenceFiles.CHAIN));
      }
      text.append(line.text()).append('\n');
      latest = line;
    }
    if (file != null && !text.isEmpty()) {
      EvidenceFiles.append(file, text.toString());
      going = true;
    }
    newest = file;
    last = latest;
  }

  private boolean isFull(Path file) throws IOException {
    return Files.size(file) >= mostBytes;
  }
}
