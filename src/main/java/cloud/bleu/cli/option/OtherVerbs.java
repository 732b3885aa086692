package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.Program;
import org.jspecify.annotations.Nullable;

/** Verbs that other programs have for what a verb of this one does, or kubectl. */
public final class OtherVerbs {

  private OtherVerbs() {}

  /**
   * What to type in place of a verb that there is not.
   *
   * @param verb as it is typed
   * @return a sentence; null where it is no verb of that sort
   */
  public static @Nullable String instead(String verb) {
    String bleu = "`" + Program.name() + " ";
    return switch (verb) {
      case "get", "list", "describe", "status" ->
          "`kubectl get bw,az -A` lists what there is, and "
              + bleu
              + "explain WORKLOAD` says why a workload is where it is";
      case "apply", "create", "edit", "delete" ->
          "objects are changed with kubectl, as in `kubectl "
              + verb
              + (verb.equals("edit") ? " bw NAME`" : " -f FILE`");
      case "diff" -> bleu + "plan --diff` shows what would change";
      case "validate", "lint" ->
          bleu + "plan -f DIRECTORY` lists the errors of manifests, and what they lead to";
      case "simulate" -> bleu + "what-if` shows what something would change";
      case "migrate" -> bleu + "assess -f DIRECTORY` lists what blocks a move, and plans it";
      default -> null;
    };
  }
}
