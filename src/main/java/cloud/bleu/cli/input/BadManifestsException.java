package cloud.bleu.cli.input;

import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.util.ArrayList;
import java.util.List;

/** Manifests that are refused: every error with its place, for who writes it into a document. */
public final class BadManifestsException extends BadInputException {
  private static final long serialVersionUID = 1L;
  private final transient List<ManifestProblem> problems;

  private BadManifestsException(List<ManifestProblem> problems, String verdict) {
    super(lines(problems, verdict));
    this.problems = List.copyOf(problems);
  }

  /**
   * Refuses manifests if anything is wrong with them.
   *
   * @throws BadManifestsException with every error
   */
  public static void refuse(List<ManifestProblem> problems, InputOptions options) {
    if (!problems.isEmpty()) {
      throw new BadManifestsException(
          problems, verdict(problems.size(), String.join(" ", options.files), options.undone()));
    }
  }

  /**
   * The last line: how many there are.
   *
   * @param where the objects come from
   * @param undone what was not done, as a clause
   */
  static String verdict(int errors, String where, String undone) {
    return (errors == 1 ? "1 error in " : errors + " errors in ") + where + "; " + undone;
  }

  private static List<String> lines(List<ManifestProblem> problems, String verdict) {
    List<String> lines = new ArrayList<>();
    problems.forEach(p -> lines.add(p.toString()));
    lines.add(verdict);
    return lines;
  }

  /** Every error. */
  public List<ManifestProblem> problems() {
    return problems;
  }
}
