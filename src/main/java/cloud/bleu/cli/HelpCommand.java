package cloud.bleu.cli;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.translate.finding.Problem;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a verb, as {@code --help} after it does. */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    description = "Shows the help of a verb, or of the program.")
final class HelpCommand implements Callable<Integer> {

  /** For shells that complete. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Verbs.all().stream()
          .map(verb -> verb.getAnnotation(Command.class))
          .filter(verb -> !verb.hidden())
          .map(Command::name)
          .iterator();
    }
  }

  @Parameters(
      paramLabel = "VERB",
      arity = "0..1",
      completionCandidates = Names.class,
      description = "One of the verbs of the program.")
  private @Nullable String verb;

  @Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private final Surface surface;

  HelpCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    CommandLine program = Optional.ofNullable(spec).orElseThrow().commandLine().getParent();
    CommandLine wanted = verb == null ? program : program.getSubcommands().get(verb);
    if (wanted == null) {
      throw new BadInputException(noVerb(String.valueOf(verb), program));
    }
    wanted.usage(surface.out());
    return ExitCode.OK;
  }

  /** That a verb is not there, with the nearest. */
  static String noVerb(String given, CommandLine program) {
    if (given.equals("sandbox")) {
      return "there is no sandbox in the image of the operator; run ./bleu sandbox in a checkout of"
          + " the project";
    }
    return "there is no verb "
        + Problem.quote(given)
        + NearestName.of(given, program.getSubcommands().keySet())
            .map(n -> "; did you mean " + n + "?")
            .orElse("")
        + "; `"
        + Program.name()
        + " help` lists them";
  }
}
