package cloud.bleu.cli;

import java.util.List;

/** The input cannot be used: every reason, one a line, for standard error. */
class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> lines;

  Refusal(List<String> lines) {
    super(String.join("\n", lines), null, false, false);
    this.lines = List.copyOf(lines);
  }

  Refusal(String line) {
    this(List.of(line));
  }

  List<String> lines() {
    return lines;
  }
}
