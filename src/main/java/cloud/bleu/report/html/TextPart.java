package cloud.bleu.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a text.
 *
 * @param date whether it is a day, as in 2026-12-31: a browser would break it after a hyphen
 */
public record TextPart(String text, boolean date) {
  private static final Pattern DAY = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}\\b");

  /** The pieces of a text, which together are the text. */
  static List<TextPart> of(String text) {
    List<TextPart> parts = new ArrayList<>();
    Matcher days = DAY.matcher(text);
    int from = 0;
    while (days.find()) {
      parts.add(new TextPart(text.substring(from, days.start()), false));
      parts.add(new TextPart(days.group(), true));
      from = days.end();
    }
    parts.add(new TextPart(text.substring(from), false));
    return parts;
  }
}
