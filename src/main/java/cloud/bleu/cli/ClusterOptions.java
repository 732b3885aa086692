package cloud.bleu.cli;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The cluster that a verb acts on. */
final class ClusterOptions {
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

  /**
   * How to reach it.
   *
   * @throws Refusal when the kubeconfig that was asked for cannot be read
   */
  Config config() {
    if (kubeconfig == null) {
      return Config.autoConfigure(context);
    }
    try {
      return Config.fromKubeconfig(context, Files.readString(kubeconfig), kubeconfig.toString());
    } catch (IOException e) {
      throw new Refusal(kubeconfig + ": cannot be read; check the path and its permissions");
    }
  }
}
