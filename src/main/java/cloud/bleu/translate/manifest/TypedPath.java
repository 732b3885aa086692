package cloud.bleu.translate.manifest;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/** Why what a person typed is no path. */
public final class TypedPath {

  private TypedPath() {}

  /**
   * What to do about it, where Java has lost letters: it reads what is typed, and names of files,
   * in the encoding of the locale.
   *
   * @param typed as Java has it
   * @return null where the locale is not why
   */
  public static @Nullable String localeAdvice(String typed) {
    return localeAdvice(typed, System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  static @Nullable String localeAdvice(String typed, String encoding) {
    return typed.chars().allMatch(c -> c < 0x80) || isUnicode(encoding)
        ? null
        : "the locale is not UTF-8 (its encoding is "
            + encoding
            + "), so the letters of this name are not read; set LC_ALL=C.UTF-8";
  }

  private static boolean isUnicode(String encoding) {
    try {
      return Charset.forName(encoding).equals(StandardCharsets.UTF_8);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return false;
    }
  }
}
