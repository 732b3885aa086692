package cloud.bleu.cli.assess;

import cloud.bleu.cli.terminal.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A new directory of drafts. */
final class DraftDirectory {

  private DraftDirectory() {}

  /**
   * Writes each text to its file, or nothing where one of them would lie outside.
   *
   * @param directory that is empty or not there: what people have completed is not written over
   * @param texts by the path of the file below the directory
   */
  static void write(Path directory, Map<String, String> texts) {
    try {
      if (Files.exists(directory) && !isEmpty(directory)) {
        throw new BadInputException(
            directory
                + ": not an empty directory; give a new one, since drafts are for completing");
      }
      Map<Path, String> files = new LinkedHashMap<>();
      for (Map.Entry<String, String> text : texts.entrySet()) {
        files.put(within(directory, text.getKey()), text.getValue());
      }
      for (Map.Entry<Path, String> file : files.entrySet()) {
        Files.createDirectories(file.getKey().getParent());
        Files.writeString(file.getKey(), file.getValue(), StandardOpenOption.CREATE_NEW);
      }
    } catch (IOException e) {
      throw new BadInputException(directory + ": cannot be written; check its permissions");
    }
  }

  /** Names in manifests are of others: no file of theirs may lie anywhere else. */
  private static Path within(Path directory, String name) {
    Path root = directory.toAbsolutePath().normalize();
    Path file = root.resolve(name).normalize();
    if (file.equals(root) || !file.startsWith(root)) {
      throw new BadInputException(
          name
              + ": lies outside of "
              + directory
              + "; nothing was written; change the names in it");
    }
    return file;
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
