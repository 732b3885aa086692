package cloud.bleu.ci;

import cloud.bleu.translate.finding.Problem;
import java.util.List;

/** Tables for the comment of a pull request. */
public final class Markdown {

  /** Forges take comments of 65,536 characters. */
  public static final int LONGEST = 60_000;

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

  /** Text of others in a cell: nothing in it is markup. */
  public static String cell(String text) {
    StringBuilder cell = new StringBuilder();
    for (char c : Problem.visible(text).toCharArray()) {
      if ("\\`*_{}[]<>|#!~@".indexOf(c) >= 0) {
        cell.append('\\');
      }
      cell.append(c);
    }
    return cell.toString();
  }
}
