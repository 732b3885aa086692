package cloud.bleu.credential;

import java.util.Locale;

/** Text of somebody else as it may be shown: without credentials and without control characters. */
public final class ShownText {

  private static final int LONGEST_QUOTE = 60;

  private ShownText() {}

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
   * That line where there is little room: a longer one ends with three dots, and not with half of a
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
    if (plain.codePoints().noneMatch(ShownText::isInvisible)) {
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
