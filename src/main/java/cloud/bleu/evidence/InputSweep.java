package cloud.bleu.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Removes the documents that no entry of the chain leads to any more. */
final class InputSweep {

  private static final Pattern NAMED = Pattern.compile("\"(sha256:[0-9a-f]{64})\"");

  private final Path directory;
  private final Set<String> reached = new HashSet<>();

  private InputSweep(Path directory) {
    this.directory = directory;
  }

  /**
   * @param roots that were written, on which decisions and the next root rely before the chain
   *     names them
   */
  static void sweep(Path directory, Collection<String> roots) throws IOException {
    InputSweep sweep = new InputSweep(directory);
    for (String root : roots) {
      sweep.reach(root);
    }
    for (Path segment : EvidenceFiles.segments(directory)) {
      for (String text : EvidenceFiles.lines(segment)) {
        ChainLine line = ChainLine.read(text);
        String inputs = line.text("inputs", "");
        if (!inputs.isEmpty()) {
          sweep.reach(inputs);
        }
        for (String root : Baseline.roots(line)) {
          sweep.reach(root);
        }
      }
    }
    Set<Path> kept = new HashSet<>();
    sweep.reached.forEach(digest -> kept.add(EvidenceFiles.input(directory, digest)));
    try (Stream<Path> files = Files.list(directory.resolve(EvidenceFiles.INPUTS))) {
      for (Path file : files.filter(f -> !kept.contains(f)).toList()) {
        Files.delete(file);
      }
    }
  }

  private void reach(String digest) throws IOException {
    Path file = EvidenceFiles.input(directory, digest);
    if (!reached.add(digest) || !EvidenceFiles.exists(file)) {
      return;
    }
    Matcher named = NAMED.matcher(EvidenceFiles.text(file));
    while (named.find()) {
      reach(named.group(1));
    }
  }
}
