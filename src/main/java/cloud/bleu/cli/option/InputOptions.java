package cloud.bleu.cli.option;

import cloud.bleu.translate.finding.ShellWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the objects come from: manifests, or else a cluster. */
public final class InputOptions {

  /** What a verb that plans leaves undone where its input is refused. */
  public static final String NOTHING_PLANNED = "nothing was planned";

  private final String undone;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "DIR|FILE|-",
      description =
          "Manifests, YAML or JSON; a directory is read with all below it; - is standard input. Can"
              + " be repeated. Without it, a cluster is read.")
  public List<String> files = new ArrayList<>();

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context of the kubeconfig to read from. Default: the current one.")
  public @Nullable String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig. Default: $$KUBECONFIG, else ~/.kube/config.")
  public @Nullable Path kubeconfig;

  @Option(
      names = RequestTimeout.NAME,
      paramLabel = RequestTimeout.LABEL,
      converter = RequestTimeout.Typed.class,
      completionCandidates = RequestTimeout.Some.class,
      description = RequestTimeout.DESCRIPTION)
  public @Nullable RequestTimeout requestTimeout;

  /** Of a verb that plans. */
  public InputOptions() {
    this(NOTHING_PLANNED);
  }

  /**
   * Of another verb.
   *
   * @param undone what it leaves undone where its input is refused, as a clause
   */
  public InputOptions(String undone) {
    this.undone = undone;
  }

  /** What the verb leaves undone where its input is refused, as a clause. */
  public String undone() {
    return undone;
  }

  /** Whether they say what to read: manifests, or which cluster. */
  public boolean namesInput() {
    return !files.isEmpty() || context != null || kubeconfig != null;
  }

  /** These options as they are typed after another verb, with a space before them. */
  public String typed() {
    StringBuilder typed = new StringBuilder();
    files.stream()
        .filter(f -> !f.equals("-"))
        .forEach(f -> typed.append(" -f ").append(ShellWord.of(f)));
    typed.append(cluster(" --context "));
    if (requestTimeout != null) {
      typed.append(' ').append(RequestTimeout.NAME).append(' ').append(requestTimeout.typed());
    }
    return typed.toString();
  }

  /** Those that name the cluster, as Helm takes them, with a space before them. */
  public String typedForHelm() {
    return cluster(" --kube-context ");
  }

  private String cluster(String ofContext) {
    return (context == null ? "" : ofContext + ShellWord.of(context))
        + (kubeconfig == null ? "" : " --kubeconfig " + new KubeconfigFile(kubeconfig).typed());
  }
}
