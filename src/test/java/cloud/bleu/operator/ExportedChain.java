package cloud.bleu.operator;

import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chain in a directory that an operator may be writing to at the same time. */
final class ExportedChain {

  private ExportedChain() {}

  /**
   * The lines that stand there whole, in the order of the chain; none while there is no chain yet.
   */
  static List<String> lines(Path export) {
    List<String> lines = new ArrayList<>();
    try {
      for (Path segment : EvidenceFiles.segments(export)) {
        String text = new String(Files.readAllBytes(segment), StandardCharsets.UTF_8);
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(lines::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
