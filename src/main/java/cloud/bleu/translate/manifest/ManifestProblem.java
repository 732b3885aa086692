package cloud.bleu.translate.manifest;

import java.util.Comparator;

/**
 * Something wrong with what was given, and where it stands.
 *
 * @param file as the caller named it; {@code -} for standard input
 * @param line counted from 1, 0 when the whole file is meant
 * @param document counted from 1, 0 when the whole file is meant
 * @param text the object and field if they are known, what is wrong, what to do
 * @param nature what kind of thing could not be read
 */
public record ManifestProblem(String file, int line, int document, String text, Nature nature)
    implements Comparable<ManifestProblem> {

  /** What stands in place of an object. */
  public enum Nature {
    /** Something that cannot be read, or says something wrong. */
    Broken,
    /** A Helm template that is not rendered. */
    Template,
    /** YAML or JSON that is no object of Kubernetes, such as the values of a chart. */
    NoObject
  }

  private static final Comparator<ManifestProblem> ORDER =
      Comparator.comparing(ManifestProblem::file)
          .thenComparing(ManifestProblem::document)
          .thenComparing(ManifestProblem::line)
          .thenComparing(ManifestProblem::text);

  /** Something broken. */
  ManifestProblem(String file, int line, int document, String text) {
    this(file, line, document, text, Nature.Broken);
  }

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
