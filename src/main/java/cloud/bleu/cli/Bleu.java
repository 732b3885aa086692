package cloud.bleu.cli;

import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.HelpText;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.cli.terminal.Terminal;
import cloud.bleu.translate.finding.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code bleu}; {@code kubectl bleu} when it is found under that name. */
@Command(
    name = "bleu",
    mixinStandardHelpOptions = true,
    versionProvider = Bleu.Version.class,
    description = "Sovereign workload placement: where workloads may run, where they do, and why.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "Verbs:%n",
    footer = {
      "",
      "Exit codes: 0 done, everything is placed; 1 bad input, or no answer; 2 something cannot be placed,"
          + " a drill fails, or a chain does not hold; 3 an answer without objects of the cluster that are in error,"
          + " whatever it is."
    })
public final class Bleu implements Runnable {

  /** Verbs that run until they are told to end. */
  private static final Set<String> STAYING = Set.of("run", "sandbox");

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "No bold text on a terminal; so does the variable NO_COLOR.")
  private void plain(boolean plain) {
    if (plain) {
      System.setProperty("picocli.ansi", "false");
    }
  }

  @Spec private CommandLine.Model.@Nullable CommandSpec spec;

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    quiet(arguments);
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(new Surface(out, err, System.in, Clock.systemUTC()), arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Verbs that end have nothing to log, and a logging system takes a tenth of a second to start.
   */
  private static void quiet(String[] arguments) {
    boolean stays = List.of(arguments).stream().anyMatch(STAYING::contains);
    if (!stays) {
      System.setProperty("slf4j.internal.verbosity", "ERROR");
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    }
  }

  /** Runs the program within the process: what a test does. */
  public static int run(Surface surface, String... arguments) {
    CommandLine line = commandLine(surface);
    return line.execute(arguments);
  }

  public static CommandLine commandLine(Surface surface) {
    CommandLine line = new CommandLine(new Bleu(), new VerbFactory(surface));
    Verbs.all().forEach(line::addSubcommand);
    line.setCommandName(Program.name());
    line.setOut(surface.out());
    line.setErr(surface.err());
    line.setUsageHelpWidth(Terminal.prose());
    line.setUsageHelpLongOptionsMaxWidth(30);
    HelpText.on(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.registerConverter(Format.class, Format::typed);
    line.registerConverter(LocalDate.class, DayOptions::day);
    line.setParameterExceptionHandler(Bleu::misused);
    line.setExecutionExceptionHandler(Bleu::failed);
    return line;
  }

  @Override
  public void run() {
    CommandLine line = Optional.ofNullable(spec).orElseThrow().commandLine();
    throw new ParameterException(line, "no verb is given");
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    String unknown = unknownVerb(e);
    if (unknown != null) {
      err.println(HelpCommand.noVerb(unknown, line));
      return ExitCode.BAD_INPUT;
    }
    err.println(line.getCommandSpec().qualifiedName() + ": " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
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

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof BadInputException refusal) {
      refusal.lines().stream()
          .flatMap(String::lines)
          .map(Problem::visible)
          .forEach(line.getErr()::println);
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof InterruptedException) {
      // Ctrl-C: the process is on its way out, with the exit code of the signal.
      return ExitCode.BAD_INPUT;
    }
    throw e;
  }

  /** The version of the build and of what it runs on. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return Program.versionLines().toArray(String[]::new);
    }
  }
}
