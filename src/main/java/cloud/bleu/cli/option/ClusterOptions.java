package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The cluster that a verb acts on. */
public final class ClusterOptions {
  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The context of the kubeconfig. Default: the current one.")
  private @Nullable String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "The kubeconfig. Default: $$KUBECONFIG, else ~/.kube/config, else the service account of"
              + " the pod.")
  private @Nullable Path kubeconfig;

  @Option(
      names = RequestTimeout.NAME,
      paramLabel = RequestTimeout.LABEL,
      converter = RequestTimeout.Typed.class,
      completionCandidates = RequestTimeout.Some.class,
      description = RequestTimeout.DESCRIPTION)
  private @Nullable RequestTimeout requestTimeout;

  public ClusterOptions() {}

  /** The cluster that a verb reads which can read manifests as well. */
  public ClusterOptions(InputOptions input) {
    context = input.context;
    kubeconfig = input.kubeconfig;
    requestTimeout = input.requestTimeout;
  }

  /**
   * How to reach it, with the time for a request that is stated.
   *
   * @throws BadInputException when the kubeconfig that was asked for cannot be read
   */
  public Config config() {
    Config config = read();
    if (requestTimeout != null) {
      ClusterConnection.bound(config, requestTimeout);
    }
    return config;
  }

  /**
   * How a verb reaches it that somebody waits for.
   *
   * @throws BadInputException when the kubeconfig that was asked for cannot be read
   */
  public ClusterConnection connection() {
    return ClusterConnection.interactive(read(), requestTimeout);
  }

  private Config read() {
    if (kubeconfig == null) {
      return Config.autoConfigure(context);
    }
    try {
      return Config.fromKubeconfig(context, Files.readString(kubeconfig), kubeconfig.toString());
    } catch (IOException e) {
      throw new BadInputException(
          kubeconfig + ": cannot be read; check the path and its permissions");
    }
  }
}
