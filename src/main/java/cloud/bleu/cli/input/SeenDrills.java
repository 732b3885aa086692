package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.drill.DrillCoverage;
import cloud.bleu.drill.DrillValidity;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The drills of the input. An answer that knows them is better, and none needs them: who may not
 * list them is told so, and gets the rest.
 *
 * @param seen false: there may be others, or any
 * @param note why there are none in a cluster, for people; null: nothing is to be said
 */
public record SeenDrills(List<ResilienceDrill> drills, boolean seen, @Nullable String note) {

  static final String KIND = HasMetadata.getFullResourceName(ResilienceDrill.class);

  /** Those of manifests. */
  public static SeenDrills in(List<ResilienceDrill> drills) {
    return new SeenDrills(drills, true, null);
  }

  /** Those of the input that was read. */
  public static SeenDrills of(InputOptions options, Input.Read read) {
    return options.files.isEmpty()
        ? ClusterReader.with(options, SeenDrills::listed)
        : in(read.drills());
  }

  static SeenDrills listed(KubernetesClient client) {
    try {
      return served(client);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new SeenDrills(
            List.of(), false, "drills are not seen, as this user may not list " + KIND);
      }
      throw e;
    }
  }

  /** Those of a cluster; none, and a note, where it does not serve the kind. */
  static SeenDrills served(KubernetesClient client) {
    try {
      return in(client.resources(ResilienceDrill.class).list().getItems());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return new SeenDrills(
            List.of(),
            true,
            "there are no drills, as the cluster does not serve "
                + KIND
                + "; `kubectl apply --server-side -f crds --force-conflicts` installs it");
      }
      throw e;
    }
  }

  /** Reports on standard error what is not seen, and returns this. */
  public SeenDrills reported(IOStreams streams) {
    if (note != null) {
      streams.err().println("note: " + note);
    }
    return this;
  }

  /**
   * What they say of a workload.
   *
   * @param created when the workload was made; null: not known
   */
  public DrillCoverage of(
      Workload workload, Decision decision, @Nullable Instant created, Estate estate) {
    return seen
        ? DrillCoverage.of(workload, decision, created, estate, standing(estate, estate.now()))
        : DrillCoverage.NOT_SEEN;
  }

  /** How each stands, by name. */
  public List<DrillValidity> standing(Estate estate, Instant now) {
    return drills.stream()
        .sorted(Comparator.comparing(drill -> drill.getMetadata().getName()))
        .map(drill -> DrillValidity.of(drill, estate, now))
        .toList();
  }
}
