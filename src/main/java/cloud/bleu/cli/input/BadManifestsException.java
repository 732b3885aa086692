package cloud.bleu.cli.input;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.util.ArrayList;
import java.util.List;

/** Manifests that are refused: every error with its place, for who writes it into a document. */
public final class BadManifestsException extends BadInputException {
  private static final long serialVersionUID = 1L;
  private final transient List<ManifestProblem> problems;

  BadManifestsException(List<ManifestProblem> problems, String verdict) {
    super(lines(problems, verdict));
    this.problems = List.copyOf(problems);
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
