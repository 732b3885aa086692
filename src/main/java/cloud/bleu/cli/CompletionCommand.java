package cloud.bleu.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the completion script of a shell. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints the completion script: source <(bleu completion bash)")
final class CompletionCommand implements Callable<Integer> {

  /** The shells that can source the script. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      defaultValue = "bash",
      description = "${COMPLETION-CANDIDATES}; one script serves both.")
  private Shell shell = Shell.bash;

  private final Surface surface;

  CompletionCommand(Surface surface) {
    this.surface = surface;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("bleu", Bleu.commandLine(surface));
    surface.out().print(shell == Shell.zsh ? "#compdef bleu\n" + script : script);
    return Bleu.OK;
  }
}
