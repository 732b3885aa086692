package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.cli.option.NamedZones;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;

/** The zones of a cluster, for a verb that writes the name of one. */
public final class KnownZones {
  private static final int NAMED = 10;

  private KnownZones() {}

  /** Their names, as the cluster lists them when it is asked. */
  public static Supplier<List<String>> of(KubernetesClient client) {
    return () ->
        client.resources(AvailabilityZone.class).list().getItems().stream()
            .map(zone -> zone.getMetadata().getName())
            .sorted()
            .toList();
  }

  /**
   * Refuses a name that no zone has. Where the zones cannot be read a note says that nobody looked,
   * for whoever acts in an emergency may have no right but the one for that.
   *
   * @param zones asked once; a failure of the client is that they cannot be read
   * @throws BadInputException with the nearest name
   */
  public static void require(String name, Supplier<List<String>> zones, PrintWriter err) {
    List<String> known;
    try {
      known = zones.get();
    } catch (KubernetesClientException e) {
      err.println(
          "note: not seen: whether there is an AvailabilityZone "
              + Problem.quote(name)
              + ", as the zones cannot be listed: "
              + Problem.visible(
                  e.getStatus() == null || e.getStatus().getMessage() == null
                      ? String.valueOf(e.getMessage())
                      : e.getStatus().getMessage()));
      return;
    }
    if (!known.contains(name)) {
      throw new BadInputException(
          "there is no AvailabilityZone "
              + Problem.quote(name)
              + NamedZones.instead(name, known, NAMED, "; this cluster has none"));
    }
  }
}
