package cloud.bleu.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What has to be confirmed again, and its confirmation. */
@Command(
    name = "facts",
    mixinStandardHelpOptions = true,
    subcommands = {DueCommand.class, ConfirmCommand.class},
    synopsisSubcommandLabel = "due|confirm",
    description = "Facts with a day: what has to be confirmed again, and its confirmation.")
final class FactsCommand implements Runnable {
  @Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Optional.ofNullable(spec).orElseThrow().commandLine(), "give due or confirm");
  }
}
