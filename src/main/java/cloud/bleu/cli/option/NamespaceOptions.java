package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which namespaces an answer is about, for verbs that answer for all of them without it. */
public final class NamespaceOptions {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Only what is in this namespace.")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "What is in all namespaces, which is the default.")
  private boolean all;

  /**
   * The one namespace that was asked for, which may not be there; null: all of them.
   *
   * @throws BadInputException if one and all were asked for
   */
  public @Nullable String one() {
    refuseBoth(namespace, all);
    return namespace;
  }

  /**
   * Refuses one namespace and all, for verbs whose options for these say more.
   *
   * @param namespace that was asked for; null: none
   * @throws BadInputException if both were asked for
   */
  public static void refuseBoth(@Nullable String namespace, boolean all) {
    if (all && namespace != null) {
      throw new BadInputException("-n and -A exclude each other; give one of them");
    }
  }
}
