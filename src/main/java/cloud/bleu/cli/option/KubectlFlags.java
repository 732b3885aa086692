package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.Program;
import cloud.bleu.credential.ShownText;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Flags that hands used to kubectl type, and what to use of a verb that does not have them. */
public final class KubectlFlags {

  /** Verbs that answer a question only. */
  private static final Set<String> ANSWERS =
      Set.of("plan", "what-if", "explain", "report", "doctor", "assess", "init");

  private KubectlFlags() {}

  /**
   * What to use in place of a word that a verb does not know.
   *
   * @param word as it is typed, its value perhaps with it
   * @param verb that it was typed after
   * @return a sentence that begins with the word; null where it is no such flag, or the verb has
   *     nothing of that sort
   */
  public static @Nullable String instead(String word, CommandSpec verb) {
    String flag = word.replaceFirst("=.*", "");
    String use =
        flag.equals("--selector") || flag.matches("-l[^-]*")
            ? selector(verb)
            : switch (flag) {
              case "-k", "--kustomize" ->
                  verb.findOption("-f") == null
                      ? null
                      : "build it first: kubectl kustomize DIRECTORY | "
                          + Program.name()
                          + verb.qualifiedName(" ").replaceFirst("^[^ ]*", "")
                          + " -f -";
              case "-R", "--recursive" ->
                  verb.findOption("-f") == null ? null : "a directory is read with all below it";
              case "-w", "--watch" ->
                  "this answers once; ask again, or watch with `kubectl get bw -w`";
              case "--no-headers" ->
                  verb.findOption("-o") == null
                      ? null
                      : "-o name prints names without a header, and -o json is for programs";
              case "--dry-run" ->
                  ANSWERS.contains(verb.name())
                      ? "leave it out: " + verb.qualifiedName() + " changes nothing"
                      : null;
              case "--sort-by" ->
                  verb.findOption("-o") == null
                      ? null
                      : "the order is always the same; sort what -o json prints otherwise";
              default -> null;
            };
    return use == null ? null : "there is no " + ShownText.quote(word) + "; " + use;
  }

  private static String selector(CommandSpec verb) {
    var workloads =
        verb.positionalParameters().stream()
            .filter(p -> p.paramLabel().equals("WORKLOAD"))
            .findFirst();
    if (workloads.isPresent() && workloads.get().arity().max() == 1) {
      return "the workload is given by its name; `kubectl get bw -n NAMESPACE -l SELECTOR` lists"
          + " names";
    }
    if (workloads.isPresent()) {
      return "workloads are given by name: "
          + Program.name()
          + " "
          + verb.name()
          + (verb.findOption("-n") == null ? "" : " -n NAMESPACE")
          + " $(kubectl get bw -n NAMESPACE -l SELECTOR -o name)";
    }
    return verb.findOption("-n") == null
        ? "nothing is chosen by labels here"
        : "nothing is chosen by labels here; -n NAMESPACE chooses a namespace";
  }
}
