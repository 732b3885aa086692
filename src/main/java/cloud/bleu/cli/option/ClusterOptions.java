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
  private static final int RETRIES = 5;
  private static final int CONNECTION_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 30_000;

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

  public ClusterOptions() {}

  /** The cluster that a verb reads which can read manifests as well. */
  public ClusterOptions(InputOptions input) {
    context = input.context;
    kubeconfig = input.kubeconfig;
  }

  /**
   * How to reach it.
   *
   * @throws BadInputException when the kubeconfig that was asked for cannot be read
   */
  public Config config() {
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

  /**
   * The same for a verb that somebody waits for. A server that asks for patience, as it does for a
   * moment where a CRD is new (429 with a Retry-After of a second), gets it; one that is not there
   * is said not to be within seconds.
   */
  public static Config interactive(Config config) {
    config.setRequestRetryBackoffLimit(RETRIES);
    config.setConnectionTimeout(CONNECTION_MILLIS);
    config.setRequestTimeout(REQUEST_MILLIS);
    return config;
  }
}
