package cloud.bleu.cli.terminal;

import java.util.List;

/** The input cannot be used: every reason, one a line, for standard error. */
public class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> lines;

  /**
   * @param lines one reason each, complete sentences for people
   */
  public BadInputException(List<String> lines) {
    super(String.join("\n", lines), null, false, false);
    this.lines = List.copyOf(lines);
  }

  /** With one reason. */
  public BadInputException(String line) {
    this(List.of(line));
  }

  /** The reasons, one line each for standard error; unmodifiable. */
  public List<String> lines() {
    return lines;
  }
}
