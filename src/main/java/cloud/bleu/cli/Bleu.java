package cloud.bleu.cli;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.ProcessEnd;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.StandardOutput;
import cloud.bleu.report.live.ServerLimits;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

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
          + " a drill fails, or a chain fails verification; 3 an answer without objects of the cluster that are in error"
          + " and cannot be used as written, whatever it is. With workloads or a namespace, 3 only for errors of"
          + " these, or of what belongs to no namespace. With -o json, errors lists all errors of objects."
    })
public final class Bleu implements Runnable {

  /** Verbs that write a log. */
  private static final Set<String> LOGGING_VERBS = Set.of("run", "sandbox");

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
    ServerLimits.set();
    StandardOutput out = new StandardOutput();
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(new IOStreams(out.writer(), err, System.in, Clock.systemUTC()), arguments);
    String unwritten = out.failure();
    if (unwritten != null) {
      err.println(unwritten);
      code = ExitCode.BAD_INPUT;
    }
    err.flush();
    ProcessEnd.with(code);
  }

  /**
   * Whether the verb of a line writes a log. The verb is the first word that is no option: an
   * argument of another verb may have the same name.
   */
  static boolean logs(String... arguments) {
    return Stream.of(arguments)
        .filter(word -> !word.startsWith("-"))
        .findFirst()
        .filter(LOGGING_VERBS::contains)
        .isPresent();
  }

  /** Other verbs have nothing to log, and a logging system takes a tenth of a second to start. */
  private static void quiet(String[] arguments) {
    if (!logs(arguments)) {
      System.setProperty("slf4j.internal.verbosity", "ERROR");
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    }
  }

  /** Runs the program within the process: what a test does. */
  public static int run(IOStreams streams, String... arguments) {
    return VerbParser.of(streams, arguments).execute(arguments);
  }

  @Override
  public void run() {
    CommandLine line = Optional.ofNullable(spec).orElseThrow().commandLine();
    throw new ParameterException(line, "no verb is given");
  }

  /** The version of the build and of what it runs on. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return Program.versionLines().toArray(String[]::new);
    }
  }
}
