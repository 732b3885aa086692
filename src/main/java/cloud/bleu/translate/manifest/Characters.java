package cloud.bleu.translate.manifest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Characters that no manifest needs and that make it show something else than it says, or that
 * cannot be written down again.
 */
final class Characters {
  private Characters() {}

  /** The first forbidden character of a text as {@code U+202E}, null when there is none. */
  static @Nullable String forbidden(String text) {
    int at = indexOfForbidden(text);
    return at < 0 ? null : name(text.charAt(at));
  }

  /** Where the first forbidden character is, -1 when there is none. */
  static int indexOfForbidden(String text) {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (isForbidden(character)) {
        return at;
      }
      at += Character.charCount(character);
    }
    return -1;
  }

  /** What to do about the first forbidden character of a text. */
  static String whatToDo(String text) {
    return "remove it: it is "
        + (Character.isSurrogate(text.charAt(indexOfForbidden(text)))
            ? "half of a character"
            : "invisible or changes the direction of the text");
  }

  static String name(char c) {
    return String.format(Locale.ROOT, "U+%04X", (int) c);
  }

  /** Controls other than tab and line ends, what directs bidirectional text, and halves of one. */
  private static boolean isForbidden(int c) {
    if (c < 0x20) {
      return c != '\t' && c != '\n' && c != '\r';
    }
    if (c < 0x7f) {
      return false;
    }
    return c <= 0x9f && c != 0x85
        || c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || c >= 0x202a && c <= 0x202e
        || c >= 0x2066 && c <= 0x2069
        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
