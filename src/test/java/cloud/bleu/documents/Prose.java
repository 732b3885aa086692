package cloud.bleu.documents;

import java.util.ArrayList;
import java.util.List;

/** How text stands in a page: a line ends below 100 columns, between words. */
public final class Prose {

  /** The columns that a line of text has at most. */
  public static final int COLUMNS = 100;

  private Prose() {}

  /** A paragraph in lines, each with its end. */
  public static String filled(String paragraph) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String word : paragraph.strip().split("\\s+")) {
      if (column > 0 && column + 1 + word.length() > COLUMNS) {
        text.append('\n');
        column = 0;
      }
      text.append(column > 0 ? " " : "").append(word);
      column += (column > 0 ? 1 : 0) + word.length();
    }
    return text.append('\n').toString();
  }

  /**
   * The lines of a page that are too long, with their numbers: not those of tables, of headings, of
   * code, and of a word alone that cannot be broken.
   */
  static List<String> tooLong(List<String> page) {
    List<String> found = new ArrayList<>();
    boolean fenced = false;
    boolean indented = false;
    for (int n = 0; n < page.size(); n++) {
      String line = page.get(n);
      if (line.startsWith("```")) {
        fenced = !fenced;
      }
      // After an empty line or more of it; else it goes on with an entry of a list.
      indented = line.startsWith("    ") && (indented || n == 0 || page.get(n - 1).isBlank());
      if (!fenced
          && !indented
          && !line.startsWith("|")
          && !line.startsWith("#")
          && line.codePointCount(0, line.length()) > COLUMNS
          && line.strip().indexOf(' ') >= 0) {
        found.add((n + 1) + ": " + line);
      }
    }
    return found;
  }
}
