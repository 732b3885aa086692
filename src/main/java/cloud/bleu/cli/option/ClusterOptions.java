package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The cluster that a verb acts on while somebody waits. */
public final class ClusterOptions extends ClusterChoice {
  @Option(
      names = RequestTimeout.NAME,
      paramLabel = RequestTimeout.LABEL,
      converter = RequestTimeout.Typed.class,
      completionCandidates = RequestTimeout.Some.class,
      description = RequestTimeout.DESCRIPTION)
  private @Nullable RequestTimeout requestTimeout;

  /** For picocli, which sets the options that are typed. */
  public ClusterOptions() {}

  /** The cluster that a verb reads which can read manifests as well. */
  public ClusterOptions(InputOptions input) {
    super(input.context, input.kubeconfig);
    requestTimeout = input.requestTimeout;
  }

  /**
   * How it is reached.
   *
   * @throws BadInputException when the kubeconfig that was asked for cannot be read
   */
  public ClusterConnection connection() {
    return ClusterConnection.interactive(config(), requestTimeout);
  }
}
