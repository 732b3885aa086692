package cloud.bleu.placement.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody wrote, as a message repeats it. */
public final class QuotedText {
  /** Most characters that are repeated. */
  public static final int LONGEST = 60;

  private QuotedText() {}

  /** What somebody wrote, in double quotes, shortened, without control or direction characters. */
  public static String of(@Nullable Object given) {
    if (given instanceof Map<?, ?>) {
      return "a map";
    }
    if (given instanceof List<?>) {
      return "a list";
    }
    return given == null ? "null" : '"' + shortened(given.toString()) + '"';
  }

  /** At most {@link #LONGEST} characters of it, without control or direction characters. */
  public static String shortened(String text) {
    String head = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return head.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "?");
  }
}
