package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.apiserver.StatusCodes;
import cloud.bleu.cli.option.ClusterConnection;
import cloud.bleu.cli.option.ClusterOptions;
import cloud.bleu.cli.option.TypedName;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.operator.Release;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets go, after an uninstall, of what the operator held back from deletion. */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "After an uninstall: lets go of what the operator held back from deletion.",
      "Deployments that served as templates get their replicas back, and the finalizers"
          + " placement.bleu.cloud/restore and placement.bleu.cloud/in-use go. Decisions and what"
          + " runs stay. An operator that is installed again takes it all up again.",
      "With --zone it lets go of one zone whose cluster is gone for good, while an operator runs."
    })
final class ReleaseCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "For an operator that still leads to end. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "Only this zone, which is reported lost: no workload is held for it any more. What still"
              + " runs in its cluster runs on.")
  private @Nullable String zone;

  private final IOStreams streams;

  ReleaseCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    String lost = zone == null ? null : TypedName.ofCluster(zone, AvailabilityZone.class);
    ClusterConnection connection = cluster.connection();
    try (KubernetesClient client = connection.client()) {
      Release release = new Release(client);
      if (lost != null) {
        return told(release.zone(lost), "nothing is held for zone " + lost);
      }
      String leader = leaderAfterWaiting(release);
      if (leader != null) {
        throw new BadInputException(
            "an operator leads, "
                + leader
                + ", and would take everything up again; uninstall it or scale it to 0 first");
      }
      return told(release.everything(), "nothing is held");
    } catch (IllegalStateException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    } catch (KubernetesClientException e) {
      throw new BadInputException(message(connection, e));
    }
  }

  private int told(List<String> released, String nothing) {
    if (released.isEmpty()) {
      streams.err().println(nothing);
    }
    released.forEach(streams.out()::println);
    return ExitCode.OK;
  }

  private @Nullable String leaderAfterWaiting(Release release) throws InterruptedException {
    String leader = release.leader(streams.clock().instant());
    if (leader != null) {
      streams.err().println("waiting for " + leader + " to end");
    }
    long end = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
    while (leader != null && System.nanoTime() < end) {
      // A lease runs out without an event, so nothing could be waited for.
      Thread.sleep(LOOK.toMillis());
      leader = release.leader(streams.clock().instant());
    }
    return leader;
  }

  private static String message(ClusterConnection connection, KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
      return (e.getStatus() == null ? "the cluster answered 403" : e.getStatus().getMessage())
          + "; needed: list on leases, get, list and patch on bleuworkloads and availabilityzones,"
          + " get and patch on deployments";
    }
    return connection.failure(e)
        + "; "
        + connection.advice(e)
        + (e.getCode() == StatusCodes.TOO_MANY_REQUESTS ? "" : ", then run it again")
        + ": what is done stays done";
  }
}
