package cloud.bleu.translate.manifest;

import java.util.Comparator;

/**
 * Something wrong with what was given, and where it stands.
 *
 * @param file as the caller named it; {@code -} for standard input
 * @param line counted from 1, 0 when the whole file is meant
 * @param document counted from 1, 0 when the whole file is meant
 * @param text the object and field if they are known, what is wrong, what to do
 */
public record ManifestProblem(String file, int line, int document, String text)
    implements Comparable<ManifestProblem> {

  private static final Comparator<ManifestProblem> ORDER =
      Comparator.comparing(ManifestProblem::file)
          .thenComparing(ManifestProblem::document)
          .thenComparing(ManifestProblem::line)
          .thenComparing(ManifestProblem::text);

  @Override
  public int compareTo(ManifestProblem other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line: document N, Kind ns/name, spec.path: what; accepted: ...; what to do}. */
  @Override
  public String toString() {
    if (document == 0) {
      return file + ": " + text;
    }
    return file + ":" + line + ": document " + document + text;
  }
}
