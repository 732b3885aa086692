package cloud.bleu.cli;

import cloud.bleu.cli.option.OtherVerbs;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
      arity = "0..*",
      completionCandidates = Names.class,
      description =
          "One of the verbs of the program; one of its own may follow, as in `bleu help facts"
              + " confirm`.")
  private List<String> verbs = new ArrayList<>();

  @Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private final IOStreams streams;

  HelpCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    CommandLine program = Optional.ofNullable(spec).orElseThrow().commandLine().getParent();
    CommandLine wanted = program;
    for (String verb : verbs) {
      CommandLine next = wanted.getSubcommands().get(verb);
      if (next == null) {
        throw new BadInputException(
            wanted == program ? noVerb(verb, program) : noVerbBelow(verb, wanted));
      }
      wanted = next;
    }
    wanted.usage(streams.out());
    return ExitCode.OK;
  }

  private static String noVerbBelow(String given, CommandLine verb) {
    String name = verb.getCommandSpec().qualifiedName();
    return verb.getSubcommands().isEmpty()
        ? name + " has no verbs of its own; leave " + ShownText.quote(given) + " out"
        : "there is no "
            + ShownText.quote(given)
            + " of "
            + name
            + "; give "
            + String.join(" or ", verb.getSubcommands().keySet());
  }

  /** That a verb is not there, with what does the same, or with the nearest. */
  static String noVerb(String given, CommandLine program) {
    if (given.equals("sandbox")) {
      return "there is no sandbox in the image of the operator; run ./bleu sandbox in a checkout of"
          + " the project";
    }
    String instead = OtherVerbs.instead(given);
    if (instead != null) {
      return "there is no verb " + ShownText.quote(given) + "; " + instead;
    }
    return "there is no verb "
        + ShownText.quote(given)
        + NearestName.of(given, program.getSubcommands().keySet())
            .map(n -> "; did you mean " + n + "? ")
            .orElse("; ")
        + "`"
        + Program.name()
        + " help` lists them";
  }
}
