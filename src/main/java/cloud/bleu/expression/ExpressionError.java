package cloud.bleu.expression;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with the text of a rule.
 *
 * @param part of the statement: {@code expression} or {@code message}
 * @param line from 1
 * @param column from 1, in characters
 * @param what is wrong, without a final stop
 * @param accepted what would be accepted, null where {@code what} says it all
 */
public record ExpressionError(
    String part, int line, int column, String what, @Nullable String accepted) {

  /** {@code line 1, column 5: there is no field flod in zone, did you mean flood?}. */
  public String text() {
    return "line " + line + ", column " + column + ": " + what;
  }
}
