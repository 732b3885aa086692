package cloud.bleu.cli.input;

import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a directory that somebody gave is an export of decisions. */
public final class ExportDirectory {

  private static final String GIVE = "give the directory of `bleu run --evidence-dir`";

  private ExportDirectory() {}

  /** Why it is none, and what to give; null when it is one. */
  public static @Nullable String refusal(Path given) {
    if (isExport(given)) {
      return null;
    }
    if (!Files.exists(given)) {
      return given + ": no export of decisions: there is no such directory; " + GIVE;
    }
    if (!Files.isDirectory(given)) {
      return given + ": no export of decisions: it is no directory; " + GIVE;
    }
    Path absolute = given.toAbsolutePath().normalize();
    for (Path above = absolute.getParent(); above != null; above = above.getParent()) {
      if (isExport(above)) {
        return given
            + ": no export of decisions, but a part of the one in "
            + above
            + "; give that directory";
      }
    }
    List<Path> below = below(given);
    return below.isEmpty()
        ? given + ": no export of decisions; " + GIVE
        : given
            + ": no export of decisions, but there is one in "
            + below.stream().map(Path::toString).collect(Collectors.joining(", "))
            + "; give one of these";
  }

  private static boolean isExport(Path directory) {
    return Files.isDirectory(directory.resolve(EvidenceFiles.CHAIN));
  }

  private static List<Path> below(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(ExportDirectory::isExport).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
