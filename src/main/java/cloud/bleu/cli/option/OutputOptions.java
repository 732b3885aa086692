package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.Format;
import picocli.CommandLine.Option;

/** How the result is wanted. */
public final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "How to print: ${COMPLETION-CANDIDATES}; wide has each row on one line, name the names alone."
              + " Default: ${DEFAULT-VALUE}.")
  public Format format = Format.TABLE;
}
