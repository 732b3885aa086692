package cloud.bleu.cli;

import picocli.CommandLine.Option;

/** How the result is wanted. */
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "How to print: ${COMPLETION-CANDIDATES}; wide has each row on one line, name the names alone."
              + " Default: ${DEFAULT-VALUE}.")
  Format format = Format.TABLE;
}
