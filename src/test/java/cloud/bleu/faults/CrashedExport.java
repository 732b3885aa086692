package cloud.bleu.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The export of operators that crash. What the disk has in the moment of a crash is what the next
 * one finds; what the one that crashed writes afterwards, as no process that is gone would, stays
 * behind.
 */
final class CrashedExport {

  /** Looks at most; the files change a few times a second. */
  private static final int LOOKS = 500;

  private final Path folder;
  private int crashes;

  CrashedExport(Path folder) {
    this.folder = folder;
  }

  /** Where the operator that runs now writes. */
  synchronized Path current() {
    return folder.resolve("export-" + crashes);
  }

  /** Takes the files as they are, all of one moment. */
  synchronized void crash() {
    Path from = current();
    try {
      Map<String, String> files = read(from);
      for (int look = 0; ; look++) {
        Map<String, String> again = read(from);
        if (again.equals(files)) {
          break;
        }
        if (look == LOOKS) {
          throw new IllegalStateException("the export never stands still");
        }
        files = again;
      }
      crashes++;
      Path to = Files.createDirectories(current());
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path target = to.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.writeString(target, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of the files; a look during which one was renamed is unlike any other. */
  private static Map<String, String> read(Path directory) throws IOException {
    TreeMap<String, String> files = new TreeMap<>();
    if (!Files.exists(directory)) {
      return files;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file).toString(), Files.readString(file));
      }
    } catch (NoSuchFileException | UncheckedIOException e) {
      // A walk has its exceptions unchecked.
      if (e instanceof UncheckedIOException walk
          && !(walk.getCause() instanceof NoSuchFileException)) {
        throw walk;
      }
      files.put("renamed at " + System.nanoTime(), "");
    }
    return files;
  }
}
