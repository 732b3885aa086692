package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The cluster that somebody means. */
public class ClusterChoice {
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

  public ClusterChoice() {}

  ClusterChoice(@Nullable String context, @Nullable Path kubeconfig) {
    this.context = context;
    this.kubeconfig = kubeconfig;
  }

  /**
   * How to reach it.
   *
   * @throws BadInputException when the kubeconfig that was asked for cannot be read
   */
  public final Config config() {
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
