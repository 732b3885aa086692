package cloud.bleu.cli;

import cloud.bleu.cli.input.WorkloadNames;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.option.KubectlFlags;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.HelpText;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Terminal;
import cloud.bleu.credential.ShownText;
import cloud.bleu.translate.manifest.TypedPath;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses what a user types: the verb, its options and arguments, each by the class of the verb.
 * What cannot be parsed is answered here, with what to type instead.
 */
public final class VerbParser {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]+");

  private VerbParser() {}

  /**
   * A parser of what was typed; it also runs the verb that it finds. Of the verbs it has the one
   * that the line begins with: to read the options of all of them takes longer than many a verb.
   *
   * @param arguments the words of the line; none for a parser of all verbs that are here
   */
  public static CommandLine of(IOStreams streams, String... arguments) {
    CommandLine line = new CommandLine(new Bleu(), new VerbFactory(streams));
    Verbs.of(arguments).forEach(line::addSubcommand);
    line.setCommandName(Program.name());
    line.setOut(streams.out());
    line.setErr(streams.err());
    line.setUsageHelpWidth(Terminal.help());
    line.setUsageHelpLongOptionsMaxWidth(30);
    HelpText.on(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.registerConverter(Format.class, Format::typed);
    // Once: Java 17 crashes while it archives classes where one makes the same reference twice to a
    // type as old as this one (adjust_lambda_proxy_class_dictionary).
    ITypeConverter<Integer> number = VerbParser::number;
    line.registerConverter(Integer.class, number);
    line.registerConverter(int.class, number);
    line.registerConverter(LocalDate.class, DayOptions::day);
    line.registerConverter(Path.class, VerbParser::path);
    line.setParameterExceptionHandler(VerbParser::misused);
    line.setExecutionExceptionHandler(VerbParser::failed);
    return line;
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    String unknown = unknownVerb(e);
    if (unknown != null) {
      err.println(HelpCommand.noVerb(unknown, line));
      return ExitCode.BAD_INPUT;
    }
    String incomplete =
        Stream.of(withoutSubcommand(e), beforeVerb(e, arguments), surplus(e), ofKubectl(e))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    String.valueOf(incomplete == null ? e.getMessage() : incomplete)
        .lines()
        .map(ShownText::visible)
        .forEach(text -> err.println(line.getCommandSpec().qualifiedName() + ": " + text));
    if (incomplete == null) {
      UnmatchedArgumentException.printSuggestions(e, err);
    }
    err.println("see `" + line.getCommandSpec().qualifiedName() + " --help`");
    return ExitCode.BAD_INPUT;
  }

  /** What stands where a verb is expected, null if something else is wrong. */
  private static @Nullable String unknownVerb(ParameterException e) {
    if (e.getCommandLine().getParent() != null
        || !(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return null;
    }
    String first = unmatched.getUnmatched().get(0);
    return first.startsWith("-") ? null : first;
  }

  /** Of a verb that does nothing by itself, what it needs first; null if that is there. */
  private static @Nullable String withoutSubcommand(ParameterException e) {
    CommandLine line = e.getCommandLine();
    if (line.getParent() == null
        || !(line.getCommand() instanceof Runnable)
        || line.getSubcommands().isEmpty()
        || !(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return null;
    }
    String first = unmatched.getUnmatched().get(0);
    String needed = "give " + String.join(" or ", line.getSubcommands().keySet());
    return first.startsWith("-")
        ? needed + " before what else is said"
        : "there is no " + ShownText.quote(first) + "; " + needed;
  }

  /**
   * Of options before the verb, as kubectl takes them, where they are to stand; null: it is not
   * that.
   */
  private static @Nullable String beforeVerb(ParameterException e, String... arguments) {
    CommandLine line = e.getCommandLine();
    if (line.getParent() != null || !(e instanceof UnmatchedArgumentException)) {
      return null;
    }
    List<String> typed = List.of(arguments);
    List<Integer> verbs =
        IntStream.range(0, typed.size())
            .filter(at -> line.getSubcommands().containsKey(typed.get(at)))
            .boxed()
            .toList();
    if (verbs.isEmpty()) {
      return null;
    }
    // What one verb is called another may be given as the value of an option.
    int at =
        verbs.stream()
            .filter(v -> areOptions(verb(line, typed.get(v)), typed.subList(0, v)))
            .findFirst()
            .orElse(verbs.get(0));
    return "options stand after the verb, as in `%s %s %s`"
        .formatted(Program.name(), typed.get(at), String.join(" ", typed.subList(0, at)));
  }

  private static CommandLine verb(CommandLine program, String name) {
    return Objects.requireNonNull(program.getSubcommands().get(name));
  }

  /** Whether words are options of a verb, each with its value where it takes one. */
  private static boolean areOptions(CommandLine verb, List<String> words) {
    int next = 0;
    while (next < words.size()) {
      String word = words.get(next);
      OptionSpec option = verb.getCommandSpec().findOption(word.replaceFirst("=.*", ""));
      if (!word.startsWith("-") || option == null) {
        return false;
      }
      next += word.contains("=") || option.arity().max() == 0 ? 1 : 2;
    }
    return next == words.size();
  }

  /** Of an argument for which there is no place, what there is place for; null: it is not that. */
  private static @Nullable String surplus(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()
        || unmatched.getUnmatched().get(0).startsWith("-")) {
      return null;
    }
    List<String> taken =
        e.getCommandLine().getCommandSpec().positionalParameters().stream()
            .map(ArgSpec::paramLabel)
            .toList();
    String first = unmatched.getUnmatched().get(0);
    if (WorkloadNames.isPath(first)
        && e.getCommandLine().getCommandSpec().findOption("-f") != null) {
      return ShownText.quote(first)
          + " is a file or directory; give it with -f, and each further one with a -f of its own";
    }
    return ShownText.quote(first)
        + " is one argument too many; accepted: "
        + (taken.isEmpty() ? "options alone" : String.join(" ", taken) + " and options");
  }

  /** Of a flag of kubectl that the verb does not have, what to use; null: it is not that. */
  private static @Nullable String ofKubectl(ParameterException e) {
    return e.getCommandLine().getParent() == null
            || !(e instanceof UnmatchedArgumentException unmatched)
            || unmatched.getUnmatched().isEmpty()
        ? null
        : KubectlFlags.instead(
            unmatched.getUnmatched().get(0), e.getCommandLine().getCommandSpec());
  }

  private static Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          WHOLE_NUMBER.matcher(text).matches()
              ? "%s is too %s; accepted: a whole number up to %s"
                  .formatted(
                      ShownText.quote(text),
                      text.startsWith("-") ? "small" : "large",
                      Integer.MAX_VALUE)
              : ShownText.quote(text) + " is not a number; accepted: a whole number, such as 30");
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      String advice = TypedPath.localeAdvice(text);
      throw new TypeConversionException(
          ShownText.quote(text)
              + " is not a path; "
              + (advice == null ? "take out what no file name can have" : advice));
    }
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof BadInputException refusal) {
      refusal.lines().stream()
          .flatMap(String::lines)
          .map(ShownText::visible)
          .forEach(line.getErr()::println);
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof InterruptedException) {
      // Ctrl-C: the process is on its way out, with the exit code of the signal.
      return ExitCode.BAD_INPUT;
    }
    throw e;
  }
}
