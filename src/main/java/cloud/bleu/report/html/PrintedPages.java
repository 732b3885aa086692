package cloud.bleu.report.html;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The style of paper: the number of each page, and the marking at its head and its foot. A browser
 * that has no boxes in the margins of pages prints the marking at the begin and the end only.
 */
final class PrintedPages {
  private PrintedPages() {}

  /**
   * Rules for {@code @page}.
   *
   * @param marking null for none
   */
  static String style(@Nullable String marking) {
    String text = marking == null || marking.isEmpty() ? "" : "{content:" + string(marking) + "}";
    return "@page{margin:16mm 12mm;@bottom-right{content:counter(page) \" / \" counter(pages)}"
        + (text.isEmpty() ? "" : "@top-center" + text + "@bottom-center" + text)
        + "}\n";
  }

  /** A string of CSS that ends neither itself nor the style, whatever is in it. */
  private static String string(String text) {
    StringBuilder string = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c < 128 && Character.isLetterOrDigit(c)) {
                string.appendCodePoint(c);
              } else {
                string
                    .append('\\')
                    .append(Integer.toHexString(c).toLowerCase(Locale.ROOT))
                    .append(' ');
              }
            });
    return string.append('"').toString();
  }
}
