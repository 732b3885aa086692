package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.input.InputReach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Removes the documents that no entry of the chain leads to any more. */
final class InputSweep {

  private InputSweep() {}

  /**
   * @param roots that were written, on which decisions and the next root rely before the chain
   *     names them
   */
  static void sweep(Path directory, Collection<String> roots) throws IOException {
    InputReach reach = new InputReach(directory);
    for (String root : roots) {
      reach.add(root);
    }
    for (Path segment : EvidenceFiles.segments(directory)) {
      for (String text : EvidenceFiles.lines(segment)) {
        ChainLine line = ChainLine.read(text);
        String inputs = line.text("inputs", "");
        if (!inputs.isEmpty()) {
          reach.add(inputs);
        }
        for (String root : ChainBaseline.roots(line)) {
          reach.add(root);
        }
      }
    }
    Set<Path> kept = new HashSet<>();
    reach.reached().forEach(digest -> kept.add(EvidenceFiles.input(directory, digest)));
    try (Stream<Path> files = Files.list(directory.resolve(EvidenceFiles.INPUTS))) {
      for (Path file : files.filter(f -> !kept.contains(f)).toList()) {
        Files.delete(file);
      }
    }
  }
}
