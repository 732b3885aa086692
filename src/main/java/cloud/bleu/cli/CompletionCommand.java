package cloud.bleu.cli;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/** Prints the completion script of a shell. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the completion script of a shell.",
      "bash, zsh: source <(bleu completion bash)",
      "fish: bleu completion fish > ~/.config/fish/completions/bleu.fish",
      "As kubectl bleu: put the file kubectl_complete-bleu on the PATH; kubectl asks it."
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells that have a script. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  /** fish asks the program itself, as kubectl does. */
  private static final String FISH =
      """
      # Completes bleu in fish. The last line that the program prints says if file names fit too.
      function __bleu_complete
          set -l words (commandline -opc)
          set -l word (commandline -ct)
          set -l said (command $words[1] __complete -- $words[2..-1] "$word" 2>/dev/null)
          test (count $said) -gt 0; or return
          if test $said[-1] = :0
              __fish_complete_path "$word"
          end
          test (count $said) -gt 1; and printf '%s\\n' $said[1..-2]
      end
      complete -c bleu -f -a '(__bleu_complete)'
      """;

  /**
   * What picocli writes knows verbs and options without starting the program; names of objects only
   * the program knows.
   */
  private static final String NAMES =
      """

      function _complete_bleu_files() {
        [[ ${#COMPREPLY[@]} -gt 0 ]] && return 0
        local IFS=$'\\n'
        type compopt &>/dev/null && compopt -o filenames 2>/dev/null
        COMPREPLY=( $( compgen -f -- "$1" ) )
      }

      # Names of workloads, zones and namespaces: the program is asked, and says nothing when it cannot know.
      function _complete_bleu_names() {
        _complete_bleu "$@"
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} said
        [[ $word == -* ]] && return 0
        # Values that are files or directories, and verbs that take some.
        case "$before $" in
          OPTIONS)
            _complete_bleu_files "$word"
            return 0
            ;;
        esac
        # Behind an option without a value stands what the verb takes.
        case "$before $" in
          FLAGS) before= ;;
        esac
        case ${COMP_WORDS[1]} in
          VERBS) [[ $COMP_CWORD -gt 1 && $before != -* ]] && _complete_bleu_files "$word" ;;
        esac
        case "$before $" in
          "--lose $" | "--capacity $" | "-n $" | "--namespace $" | "--zone $" | "--self-zone $") ;;
          *)
            case ${COMP_WORDS[1]} in
              explain | plan | break-glass | drill | waivers) [[ $before == -* ]] && return 0 ;;
              *) return 0 ;;
            esac
            ;;
        esac
        said=$("${COMP_WORDS[0]}" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return 0
        while IFS= read -r name; do
          [[ $name == :* ]] || COMPREPLY+=("$name")
        done <<<"$said"
      }
      complete -F _complete_bleu_names -o default bleu
      """;

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      defaultValue = "bash",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Shell shell = Shell.bash;

  private final IOStreams streams;

  CompletionCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    streams
        .out()
        .print(
            switch (shell) {
              case bash -> bash();
              case zsh -> "#compdef bleu\n" + bash();
              case fish -> FISH;
            });
    return ExitCode.OK;
  }

  private String bash() {
    CommandLine program = VerbParser.of(streams);
    Set<String> options = new TreeSet<>();
    Set<String> flags = new TreeSet<>();
    Set<String> valued = new TreeSet<>();
    Set<String> verbs = new TreeSet<>();
    Deque<CommandSpec> all = new ArrayDeque<>(List.of(program.getCommandSpec()));
    while (!all.isEmpty()) {
      CommandSpec spec = all.pop();
      spec.subcommands().values().forEach(below -> all.push(below.getCommandSpec()));
      for (OptionSpec option : spec.options()) {
        Set<String> kind = option.arity().max() == 0 ? flags : valued;
        for (String name : option.names()) {
          kind.add(pattern(name));
          if (CompleteCommand.isFile(option)) {
            options.add(pattern(name));
          }
        }
      }
      if (spec.positionalParameters().stream().anyMatch(CompleteCommand::isFile)) {
        verbs.add(spec.name());
      }
    }
    flags.removeAll(valued);
    return AutoComplete.bash("bleu", program)
        + NAMES
            .replace("OPTIONS", String.join(" | ", options))
            .replace("FLAGS", String.join(" | ", flags))
            .replace("VERBS", String.join(" | ", verbs));
  }

  /** As the word before the cursor is compared. */
  private static String pattern(String option) {
    return "\"" + option + " $\"";
  }
}
