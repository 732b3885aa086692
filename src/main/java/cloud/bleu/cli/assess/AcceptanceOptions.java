package cloud.bleu.cli.assess;

import cloud.bleu.assess.acceptance.AcceptanceException;
import cloud.bleu.assess.acceptance.Baseline;
import cloud.bleu.assess.acceptance.ExceptionFile;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of the findings does not count. */
public final class AcceptanceOptions {

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "Only what is new against what `assess -o json` printed before.")
  private @Nullable Path baseline;

  @Option(
      names = "--exceptions",
      paramLabel = "FILE",
      description =
          "Findings that somebody accepts: a list `exceptions` of code, owner, reason and until, and of"
              + " object and found where they are narrower. After its last day an exception has no effect.")
  private @Nullable Path exceptions;

  /** The exceptions of the file; none where none was given. */
  public List<AcceptanceException> exceptions(FindingCatalogue catalogue) {
    Path file = exceptions;
    if (file == null) {
      return List.of();
    }
    ExceptionFile.Read read = ExceptionFile.read(file.toString(), text(file), catalogue);
    if (!read.problems().isEmpty()) {
      throw new BadInputException(read.problems());
    }
    return read.exceptions();
  }

  /** The baseline of the file; none where none was given. */
  public Baseline baseline() {
    Path file = baseline;
    if (file == null) {
      return Baseline.NONE;
    }
    Baseline read = Baseline.read(text(file));
    if (read == null) {
      throw new BadInputException(
          file + ": not an assessment; give what `" + Program.name() + " assess -o json` printed");
    }
    return read;
  }

  /** The text of a file that a person named. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new BadInputException(file + ": no such file; check the path");
    } catch (IOException e) {
      throw new BadInputException(
          file + ": cannot be read; check its permissions and that it is UTF-8 text");
    }
  }
}
