package cloud.bleu.cli;

import cloud.bleu.cli.input.CompletionNames;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/**
 * Prints what can follow the words typed so far, one candidate a line, then a line with what the
 * shell is to do: the protocol by which kubectl asks {@code kubectl_complete-bleu}, and which Cobra
 * programs speak under the same name.
 */
@Command(
    name = "__complete",
    hidden = true,
    description = "Prints what can follow the words typed so far; for shells.")
final class CompleteCommand implements Callable<Integer> {

  private static final Pattern FILE_OR_DIRECTORY =
      Pattern.compile("\\b(FILE|DIR|DIRECTORY|PATH)\\b");

  /** The shell completes file names. */
  private static final String FILES = ":0";

  /** The shell completes nothing of its own. */
  private static final String NO_FILES = ":4";

  /** Options whose values are names, and never files. */
  private static final Set<String> NAMED =
      Set.of("--lose", "--capacity", "--namespace", "--context", "--zone", "--self-zone");

  @Parameters(arity = "0..*", description = "The words after the name of the program.")
  private List<String> words = new ArrayList<>();

  private final IOStreams streams;

  CompleteCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    String last = words.isEmpty() ? "" : words.get(words.size() - 1);
    String before = words.size() < 2 ? "" : words.get(words.size() - 2);
    CommandSpec verb = verb();
    OptionSpec option = verb.findOption(before);
    CompletionNames names = new CompletionNames(words);
    if (option != null && option.arity().max() > 0) {
      List<String> values = new ArrayList<>();
      if (option.completionCandidates() != null) {
        option.completionCandidates().forEach(values::add);
      }
      boolean named = NAMED.contains(option.longestName());
      switch (option.longestName()) {
        case "--lose" -> values.addAll(names.places());
        case "--zone", "--self-zone" -> values.addAll(names.zones());
        case "--capacity" -> names.zones().forEach(zone -> values.add(zone + "="));
        case "--namespace" -> values.addAll(names.namespaces());
        default -> {
          // What is fixed is all there is.
        }
      }
      print(values, last, values.isEmpty() && !named ? FILES : NO_FILES);
    } else {
      List<CharSequence> candidates = new ArrayList<>(candidates(last));
      if (!last.startsWith("-")) {
        candidates.addAll(named(verb, names));
      }
      print(candidates, last, isDirectoryWanted(verb) ? FILES : NO_FILES);
    }
    return ExitCode.OK;
  }

  private void print(Iterable<? extends CharSequence> candidates, String start, String directive) {
    TreeSet<String> sorted = new TreeSet<>();
    candidates.forEach(c -> sorted.add(c.toString()));
    sorted.stream().filter(c -> c.startsWith(start)).forEach(streams.out()::println);
    streams.out().println(directive);
  }

  private List<CharSequence> candidates(String last) {
    List<CharSequence> endings = new ArrayList<>();
    AutoComplete.complete(
        VerbParser.of(streams).getCommandSpec(),
        words.isEmpty() ? new String[] {""} : words.toArray(String[]::new),
        Math.max(0, words.size() - 1),
        last.length(),
        0,
        endings);
    List<CharSequence> whole = new ArrayList<>();
    endings.forEach(e -> whole.add(last + e));
    return whole;
  }

  /** That of the words, such as {@code approve} of {@code waivers approve}. */
  private CommandSpec verb() {
    CommandSpec verb = VerbParser.of(streams).getCommandSpec();
    for (String word : words) {
      CommandLine below = verb.subcommands().get(word);
      if (below == null) {
        return verb;
      }
      verb = below.getCommandSpec();
    }
    return verb;
  }

  /** Names of the objects that a verb takes as its arguments. */
  private static Collection<String> named(CommandSpec verb, CompletionNames names) {
    return switch (verb.name()) {
      case "plan", "explain", "break-glass" -> names.workloads();
      case "drill" -> names.drills();
      case "approve" -> names.waivers();
      case "rules" -> names.statements();
      default -> List.of();
    };
  }

  private static boolean isDirectoryWanted(CommandSpec verb) {
    return verb.positionalParameters().stream().anyMatch(CompleteCommand::isFile);
  }

  /** Whether what it takes may be a file or a directory. */
  static boolean isFile(ArgSpec argument) {
    return FILE_OR_DIRECTORY.matcher(argument.paramLabel()).find();
  }
}
