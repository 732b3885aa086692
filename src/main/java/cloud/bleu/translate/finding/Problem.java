package cloud.bleu.translate.finding;

import cloud.bleu.credential.Credentials;
import cloud.bleu.credential.TextBeginning;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with one object: what, where, what would be accepted, what to do.
 *
 * @param blocking true if the object cannot be used as written: it is left out, or what runs of it
 *     is frozen; false if it is used and merely cannot mean what it says
 * @param path of the field, such as {@code spec.resilience.spread[0].min}; empty: the whole object
 * @param what stable text, without a final stop
 * @param accepted what would be accepted, null where the advice says it all
 * @param advice what to do next, in the imperative; empty if {@code what} ends with it
 */
public record Problem(
    ObjectRef object,
    boolean blocking,
    String path,
    String what,
    @Nullable String accepted,
    String advice) {

  private static final int LONGEST_QUOTE = 60;

  /** {@code spec.path: what; accepted: ...; what to do}, without credentials. */
  public String text() {
    return Credentials.hidden(written());
  }

  /** The same with its object: {@code KIND NAME, spec.path: what}, or {@code KIND NAME what}. */
  public String withObject() {
    return object + (path.isEmpty() ? " " : ", ") + text();
  }

  private String written() {
    StringBuilder text = new StringBuilder();
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    text.append(what);
    if (accepted != null) {
      then(text).append("accepted: ").append(accepted);
    }
    return advice.isEmpty() ? text.toString() : then(text).append(advice).toString();
  }

  /** A question ends with its mark, and nothing else divides it from what follows. */
  private static StringBuilder then(StringBuilder text) {
    return text.append(text.charAt(text.length() - 1) == '?' ? " " : "; ");
  }

  /**
   * A value of somebody else's as it may be shown: in quotes, cut after 60 characters, without
   * credentials and without characters that a terminal would obey.
   */
  public static String quote(String value) {
    StringBuilder shown = new StringBuilder("\"");
    // Before it is cut: what shows that it is a credential may stand at its end.
    String plain = Credentials.hidden(value);
    int length = plain.codePointCount(0, plain.length());
    plain.codePoints().limit(LONGEST_QUOTE).forEach(c -> show(c, shown));
    if (length > LONGEST_QUOTE) {
      shown.append("… (").append(length).append(" characters)");
    }
    return shown.append('"').toString();
  }

  /**
   * Text that holds what somebody else wrote, as one line and without credentials: a character that
   * a terminal would obey stands there as its number.
   */
  public static String visible(String text) {
    return numbered(Credentials.hidden(text));
  }

  /**
   * The same where there is little room; a longer text ends with three dots, and not with half of a
   * character.
   *
   * @param longest in UTF-16 units, the dots among them, from 1
   */
  public static String visible(String text, int longest) {
    String shown = visible(text);
    return shown.length() <= longest ? shown : TextBeginning.of(shown, longest - 1) + "…";
  }

  /** Text without credentials as one line, as {@link #visible} has it. */
  public static String numbered(String plain) {
    if (plain.codePoints().noneMatch(Problem::isInvisible)) {
      return plain;
    }
    StringBuilder shown = new StringBuilder();
    plain.codePoints().forEach(c -> show(c, shown));
    return shown.toString();
  }

  private static void show(int codePoint, StringBuilder shown) {
    if (isInvisible(codePoint)) {
      shown.append(String.format(Locale.ROOT, "\\u%04X", codePoint));
    } else {
      shown.appendCodePoint(codePoint);
    }
  }

  /** Control characters and those that change the direction of text. */
  public static boolean isInvisible(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
