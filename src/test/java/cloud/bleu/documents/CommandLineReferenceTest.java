package cloud.bleu.documents;

import cloud.bleu.cli.VerbParser;
import cloud.bleu.cli.terminal.IOStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code docs/reference/command-line.md} says of each verb what its help says. */
class CommandLineReferenceTest {

  private static final Path PAGE = Path.of("docs/reference/command-line.md");

  @Test
  void thePageSaysWhatTheHelpSays() throws IOException {
    GeneratedPage.assertWritten(PAGE, page(program().getCommandSpec()));
  }

  private static CommandLine program() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return VerbParser.of(
        new IOStreams(nowhere, nowhere, InputStream.nullInputStream(), Clock.systemUTC()));
  }

  private static String page(CommandSpec bleu) {
    StringBuilder text =
        new StringBuilder(
            """
            # Command line

            Reference. Written from what each verb prints with `--help`; do not edit. The
            [tutorial](../tutorial.md) shows the verbs at work, the
            [how-to guides](../README.md#how-to-guides) have them by task, and
            [how a workload gets its zones](../placement.md) says what is behind the answers.

            Every verb has `--help` (`-h`), `--version` (`-V`) and `--no-color`. They are left out below. An
            option that takes a value can be typed as `--option value` or `--option=value`.

            A kubeconfig may be a pipe, as a shell gives one with `--kubeconfig <(command)`, but not for
            `bleu run` and `bleu ui`, and not one with a name, as `mkfifo` makes. Relative paths in it count
            from the working directory.

            """);
    List<CommandSpec> verbs = verbs(bleu).toList();
    text.append(GeneratedPage.head(List.of("verb", "what it does")));
    verbs.forEach(
        verb ->
            text.append(
                GeneratedPage.row(
                    List.of(
                        "[" + verb.qualifiedName() + "](#" + anchor(verb) + ")",
                        GeneratedPage.cell(description(verb).get(0))))));
    text.append("\n");
    footer(bleu).forEach(line -> text.append(Prose.filled(line)));
    verbs.forEach(verb -> describe(verb, text));
    return text.toString();
  }

  /** Every verb that the help shows, each before those below it. */
  private static Stream<CommandSpec> verbs(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(verb -> !verb.usageMessage().hidden())
        .distinct()
        .flatMap(verb -> Stream.concat(Stream.of(verb), verbs(verb)));
  }

  private static void describe(CommandSpec verb, StringBuilder text) {
    text.append("\n## ").append(verb.qualifiedName()).append("\n\n");
    text.append(description(verb).stream().map(Prose::filled).collect(Collectors.joining("\n")));
    table(
        "argument", verb.positionalParameters().stream().map(CommandLineReferenceTest::row), text);
    table(
        "option",
        verb.options().stream()
            .filter(CommandLineReferenceTest::isOfTheVerb)
            .map(CommandLineReferenceTest::row),
        text);
    footer(verb).forEach(line -> text.append("\n").append(Prose.filled(line)));
  }

  private static boolean isOfTheVerb(OptionSpec option) {
    return !option.hidden() && !option.inherited() && !option.usageHelp() && !option.versionHelp();
  }

  private static void table(String title, Stream<List<String>> rows, StringBuilder text) {
    List<List<String>> all = rows.toList();
    if (!all.isEmpty()) {
      text.append("\n").append(GeneratedPage.head(List.of(title, "value", "what it does")));
      all.forEach(row -> text.append(GeneratedPage.row(row)));
    }
  }

  private static List<String> row(OptionSpec option) {
    String names =
        Stream.of(option.names()).map(GeneratedPage::code).collect(Collectors.joining(", "));
    String value =
        option.typeInfo().isBoolean() || option.arity().max() == 0
            ? ""
            : GeneratedPage.code(option.paramLabel());
    return List.of(names, value, meaning(option));
  }

  private static List<String> row(PositionalParamSpec parameter) {
    String needed = parameter.required() ? "required" : "optional";
    return List.of(GeneratedPage.code(parameter.paramLabel()), needed, meaning(parameter));
  }

  private static String meaning(ArgSpec argument) {
    return GeneratedPage.cell(plain(String.join(" ", argument.description())));
  }

  private static List<String> description(CommandSpec command) {
    return lines(command.usageMessage().description());
  }

  private static List<String> footer(CommandSpec command) {
    return lines(command.usageMessage().footer());
  }

  private static List<String> lines(String... lines) {
    List<String> plain = new ArrayList<>();
    for (String line : lines) {
      if (!line.isBlank()) {
        plain.add(plain(line));
      }
    }
    return plain;
  }

  /** A text of the help without its marks of format. */
  private static String plain(String text) {
    return text.replace("%n", " ").replace("%%", "%").replace("$$", "$");
  }

  private static String anchor(CommandSpec verb) {
    return verb.qualifiedName("-");
  }
}
