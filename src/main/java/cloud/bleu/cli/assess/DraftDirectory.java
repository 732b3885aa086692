package cloud.bleu.cli.assess;

import cloud.bleu.cli.terminal.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A new directory of drafts. */
final class DraftDirectory {

  private DraftDirectory() {}

  /**
   * Writes each text to its file.
   *
   * @param directory that is empty or not there: what people have completed is not written over
   */
  static void write(Path directory, Map<String, String> texts) {
    try {
      if (Files.exists(directory) && !isEmpty(directory)) {
        throw new BadInputException(
            directory
                + ": not an empty directory; give a new one, since drafts are for completing");
      }
      for (Map.Entry<String, String> text : texts.entrySet()) {
        Path file = directory.resolve(text.getKey());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text.getValue());
      }
    } catch (IOException e) {
      throw new BadInputException(directory + ": cannot be written; check its permissions");
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }
}
