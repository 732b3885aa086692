package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Utils;
import java.nio.file.Path;
import java.util.stream.Stream;
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

  /** For picocli, which sets the options that are typed. */
  public ClusterChoice() {}

  ClusterChoice(@Nullable String context, @Nullable Path kubeconfig) {
    this.context = context;
    this.kubeconfig = kubeconfig;
  }

  /**
   * How to reach it.
   *
   * @throws BadInputException when a kubeconfig cannot be read or lacks the context, and where
   *     nothing says where a cluster is
   */
  public final Config config() {
    return Kubeconfig.of(kubeconfig)
        .map(k -> k.config(context))
        .orElseGet(() -> ofServiceAccount(context));
  }

  /**
   * How to reach it for who runs on, and reads the kubeconfig again when a credential ends.
   *
   * @throws BadInputException as well where a kubeconfig can be read only once
   */
  public final Config lastingConfig() {
    Kubeconfig.requireReadableAgain(kubeconfig);
    return config();
  }

  /** How a pod reaches the cluster that it runs in. */
  private static Config ofServiceAccount(@Nullable String context) {
    Config config = context == null ? ofPod() : null;
    if (config == null || !isSaid(config)) {
      throw new BadInputException(
          "there is no kubeconfig" + Kubeconfig.whyAbsent() + "; give --kubeconfig FILE");
    }
    return config;
  }

  /** Null where a file is there that the client cannot read, as one with an empty line only. */
  private static @Nullable Config ofPod() {
    try {
      return Config.autoConfigure(null);
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Where nothing says it, the client takes the name that the cluster has in its own pods. */
  private static boolean isSaid(Config config) {
    return config.getAutoOAuthToken() != null
        || Stream.of(
                Config.KUBERNETES_SERVICE_HOST_PROPERTY, Config.KUBERNETES_MASTER_SYSTEM_PROPERTY)
            .anyMatch(name -> Utils.getSystemPropertyOrEnvVar(name) != null);
  }
}
