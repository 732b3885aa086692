package cloud.bleu.cli.terminal;

import java.util.OptionalInt;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The terminal that standard output is, if it is one. */
public final class Terminal {

  /**
   * Set by the launcher to the columns of the terminal that standard output is. 0: there is none,
   * whatever else says so.
   */
  public static final String COLUMNS = "bleu.columns";

  /** Lines of prose are no longer than this, however wide the terminal is. */
  static final int PROSE = 100;

  private static final int LEAST = 40;

  /** picocli refuses to lay out help in fewer columns, and with that to read any line. */
  private static final int LEAST_OF_HELP = 55;

  private Terminal() {}

  /** How wide a table may be: the columns of the terminal; empty for a file or a pipe. */
  static OptionalInt columns() {
    String given = System.getProperty(COLUMNS, System.getenv("COLUMNS"));
    int columns = number(given);
    if (columns < 0) {
      columns = System.console() == null ? 0 : new UsageMessageSpec().autoWidth(true).width();
    }
    return columns == 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(LEAST, columns));
  }

  /** How long a line of prose may be. */
  public static int prose() {
    return Math.min(PROSE, columns().orElse(PROSE));
  }

  /** How long a line of help may be: longer than the terminal where that is too narrow for it. */
  public static int help() {
    return Math.max(LEAST_OF_HELP, prose());
  }

  /** Whether a person sees the output as it is printed. */
  public static boolean isInteractive() {
    int columns = number(System.getProperty(COLUMNS));
    return columns < 0 ? System.console() != null : columns > 0;
  }

  /** -1 for what is no number of columns. */
  private static int number(@org.jspecify.annotations.Nullable String text) {
    return text == null || !text.matches("[0-9]{1,4}") ? -1 : Integer.parseInt(text);
  }
}
