package cloud.bleu.api.v1alpha1;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@link cloud.bleu.placement.model.NearestName} for an API server. CEL has no edit distance and
 * nothing to write one with. So a name scores by the letters and the pairs of letters of the given
 * one that it has: {@code 2 * pairs + letters - difference of the lengths}, letter case ignored.
 * The best is near when it scores {@code 4/3 * (length - 1)} or more; where no letter is wrong it
 * scores {@code 3 * length - 2}. {@code PolicyAdmissionLife} compares both.
 */
public final class NearestNameExpression {

  /** Names of the catalogue are shorter; more letters only cost the server time. */
  private static final int COMPARED = 32;

  private static final String POSITIONS =
      IntStream.range(0, COMPARED)
          .mapToObj(String::valueOf)
          .collect(Collectors.joining(", ", "[", "]"));

  private NearestNameExpression() {}

  /**
   * A CEL expression for {@code "; did you mean NAME?"}, or the other text where no name is near.
   *
   * @param given an expression for what was written
   * @param known an expression for the list of known names
   * @param otherwise an expression for the text where none of them is near
   */
  public static String of(String given, String known, String otherwise) {
    return """
    [%2$s].map(names, [%1$s.lowerAscii()].map(given, \
    [%4$s.filter(at, at + 2 <= size(given)).map(at, given.substring(at, at + 2))].map(pairs, \
    [%4$s.filter(at, at < size(given)).map(at, given.substring(at, at + 1))].map(letters, \
    [names.map(name, name.lowerAscii()).map(name, \
    2 * pairs.filter(part, name.contains(part)).size() \
    + letters.filter(part, name.contains(part)).size() \
    - (size(name) > size(given) ? size(name) - size(given) : size(given) - size(name)))]\
    .map(near, size(near) > 0 && 3 * near.max() >= 4 * size(given) - 4 \
    ? '; did you mean ' + names[near.indexOf(near.max())] + '?' : %3$s)[0])[0])[0])[0])[0]\
    """
        .formatted(given, known, otherwise, POSITIONS);
  }
}
