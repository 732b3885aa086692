package cloud.bleu.cli.terminal;

import cloud.bleu.credential.ShownText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;

/**
 * Columns that fit the terminal. Where they do not, the widest give way, words whole as long as
 * that is possible, and what no longer fits in a cell goes on below it. In a file or a pipe each
 * row is one line.
 */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param headers one for each column, from left to right
   */
  public Table(String... headers) {
    this.headers = List.of(headers);
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column; each is shown on one line, without credentials
   */
  public void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(ShownText.visible(String.valueOf(cell)));
    }
    rows.add(row);
  }

  /** Whether no row was added; headers do not count. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines of the table, the headers bold on a terminal. */
  public String text() {
    return text(Terminal.columns().orElse(Integer.MAX_VALUE));
  }

  /**
   * The table in a format: {@code wide} has each row on one line, however long; {@code name} has
   * names alone, each on a line.
   *
   * @param names the columns that make up the name of a row
   */
  public String text(Format format, int... names) {
    return switch (format) {
      case WIDE -> text(Integer.MAX_VALUE);
      case NAME ->
          rows.stream()
              .map(row -> name(row, names))
              .filter(name -> !name.isEmpty())
              .distinct()
              .map(name -> name + "\n")
              .collect(Collectors.joining());
      default -> text();
    };
  }

  private static String name(List<String> row, int[] columns) {
    return IntStream.of(columns.length == 0 ? new int[] {0} : columns)
        .mapToObj(row::get)
        .collect(Collectors.joining("/"));
  }

  private String text(int most) {
    int[] widths = widths(most);
    StringBuilder text = new StringBuilder();
    StringBuilder header = new StringBuilder();
    append(header, headers, widths);
    text.append(Ansi.AUTO.string("@|bold " + header.toString().stripTrailing() + "|@"))
        .append('\n');
    for (List<String> row : rows) {
      append(text, row, widths);
    }
    return text.toString();
  }

  private int[] widths(int most) {
    int[] widths = new int[headers.size()];
    int total = GAP.length() * (widths.length - 1);
    for (int c = 0; c < widths.length; c++) {
      widths[c] = headers.get(c).length();
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
      total += widths[c];
    }
    int[] words = longestWords();
    for (; total > most; total--) {
      widths[widest(widths, words)]--;
    }
    return widths;
  }

  /**
   * The widest column in which no word would have to be broken; the widest of all if there is none.
   */
  private static int widest(int[] widths, int[] words) {
    int whole = -1;
    int any = 0;
    for (int c = 0; c < widths.length; c++) {
      any = widths[c] >= widths[any] ? c : any;
      if (widths[c] > words[c] && (whole < 0 || widths[c] >= widths[whole])) {
        whole = c;
      }
    }
    return whole < 0 ? any : whole;
  }

  private int[] longestWords() {
    int[] words = new int[headers.size()];
    for (int c = 0; c < words.length; c++) {
      words[c] = headers.get(c).length();
      for (List<String> row : rows) {
        for (String word : row.get(c).split(" ", -1)) {
          words[c] = Math.max(words[c], word.length());
        }
      }
    }
    return words;
  }

  private static void append(StringBuilder text, List<String> row, int[] widths) {
    List<List<String>> cells = new ArrayList<>();
    int height = 0;
    for (int c = 0; c < widths.length; c++) {
      cells.add(lines(row.get(c), widths[c]));
      height = Math.max(height, cells.get(c).size());
    }
    for (int line = 0; line < height; line++) {
      StringBuilder one = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        List<String> cell = cells.get(c);
        String part = line < cell.size() ? cell.get(line) : "";
        one.append(part).append(" ".repeat(widths[c] - part.length())).append(GAP);
      }
      text.append(one.toString().stripTrailing()).append('\n');
    }
  }

  /** Text in lines of at most that width, broken between words where there are any. */
  private static List<String> lines(String text, int width) {
    return lines(text, width, "");
  }

  /** Prose in such lines, but an address stays whole, so that it can be opened and copied. */
  private static List<String> prose(String text, int width) {
    return lines(text, width, "://");
  }

  /**
   * Text in such lines.
   *
   * @param whole words with this text in them are not broken; empty: every one is
   */
  private static List<String> lines(String text, int width, String whole) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String rest = word;
      if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (rest.length() > width && (whole.isEmpty() || !word.contains(whole))) {
        lines.add(rest.substring(0, width));
        rest = rest.substring(width);
      }
      line.append(line.isEmpty() ? "" : " ").append(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Text after a prefix, in lines as long as prose may be, all that follow below the first. */
  public static String hanging(String prefix, String text) {
    List<String> lines =
        prose(ShownText.visible(text), Math.max(1, Terminal.prose() - prefix.length()));
    return prefix + String.join("\n" + " ".repeat(prefix.length()), lines) + "\n";
  }

  /** A list of items, each an indented paragraph that is wrapped. */
  public static String paragraphs(List<String> items) {
    return items.stream().map(item -> wrapped("  " + item, 4)).collect(Collectors.joining());
  }

  /** Text in lines as long as prose may be, each but the first indented as far as asked. */
  public static String wrapped(String text, int indent) {
    String own = " ".repeat(text.length() - text.stripLeading().length());
    List<String> lines =
        prose(ShownText.visible(text.strip()), Terminal.prose() - Math.max(indent, own.length()));
    return own + String.join("\n" + " ".repeat(indent), lines) + "\n";
  }
}
