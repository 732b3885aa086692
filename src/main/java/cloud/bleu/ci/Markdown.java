package cloud.bleu.ci;

import cloud.bleu.credential.ShownText;
import java.util.List;
import java.util.regex.Pattern;

/** Tables for the comment of a pull request. */
public final class Markdown {

  /** Forges take comments of 65,536 characters. */
  public static final int LONGEST = 60_000;

  /** No text that is shown has it. */
  private static final char PART = '\0';

  /** What forges make links of: {@code https://example.fr}, {@code www.example.fr}. */
  private static final Pattern ADDRESS = Pattern.compile(":(?=//)|(?i:www)(?=\\.)");

  private static final String PARTED = "$0" + PART;

  private Markdown() {}

  /**
   * Appends a table; nothing where there is no row. Rows that no comment could hold are counted.
   *
   * @param head its two first lines
   * @param rows a line each, with its end
   * @param room in characters
   */
  public static void table(String head, List<String> rows, int room, StringBuilder text) {
    if (rows.isEmpty()) {
      return;
    }
    text.append('\n').append(head);
    int left = room;
    int written = 0;
    for (String row : rows) {
      left -= row.length();
      if (left < 0) {
        break;
      }
      text.append(row);
      written++;
    }
    if (written < rows.size()) {
      text.append("\nAnd ").append(rows.size() - written).append(" more.\n");
    }
  }

  /**
   * Text of others in a cell: nothing in it is markup. Forges look for people, issues and addresses
   * in the text as it is shown, where no backslash is left; a comment parts what they look for.
   */
  public static String cell(String text) {
    StringBuilder cell = new StringBuilder();
    for (char c : ADDRESS.matcher(ShownText.visible(text)).replaceAll(PARTED).toCharArray()) {
      switch (c) {
        case PART -> cell.append("<!-- -->");
        case '&' -> cell.append("&amp;");
        case '@' -> cell.append("&#64;<!-- -->");
        case '#' -> cell.append("&#35;<!-- -->");
        default -> cell.append("\\`*_{}[]<>|!~".indexOf(c) < 0 ? "" : "\\").append(c);
      }
    }
    return cell.toString();
  }
}
