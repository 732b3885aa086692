package cloud.bleu.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Removes the documents that no entry of the chain leads to any more. */
final class InputSweep {

  private static final Pattern NAMED = Pattern.compile("\"(sha256:[0-9a-f]{64})\"");

  private final Path directory;
  private final Set<String> reached = new HashSet<>();

  private InputSweep(Path directory) {
    this.directory = directory;
  }

  /**
   * @param newest root that was written, which its decisions and the next root rely on before the
   *     chain names it; null when none was
   */
  static void sweep(Path directory, @Nullable String newest) throws IOException {
    InputSweep sweep = new InputSweep(directory);
    if (newest != null) {
      sweep.reach(newest);
    }
    for (Path segment : EvidenceFiles.segments(directory)) {
      for (String line : Files.readAllLines(segment)) {
        String inputs = ChainLine.read(line).text("inputs", "");
        if (!inputs.isEmpty()) {
          sweep.reach(inputs);
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
    if (!reached.add(digest) || !Files.exists(file)) {
      return;
    }
    Matcher named = NAMED.matcher(Files.readString(file));
    while (named.find()) {
      reach(named.group(1));
    }
  }
}
