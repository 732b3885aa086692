package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.drill.DrillStanding;
import cloud.bleu.placement.estate.Estate;
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
 * @param unseen why those of a cluster are not seen, for people; null: they are
 */
public record SeenDrills(List<ResilienceDrill> drills, @Nullable String unseen) {

  private static final String KIND = HasMetadata.getFullResourceName(ResilienceDrill.class);

  /** Those of manifests. */
  public static SeenDrills in(List<ResilienceDrill> drills) {
    return new SeenDrills(drills, null);
  }

  /** Those of the input that was read. */
  public static SeenDrills of(InputOptions options, Input.Read read) {
    return options.files.isEmpty()
        ? ClusterReader.with(options, SeenDrills::listed)
        : in(read.drills());
  }

  private static SeenDrills listed(KubernetesClient client) {
    try {
      return in(client.resources(ResilienceDrill.class).list().getItems());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new SeenDrills(List.of(), "drills are not seen, as this user may not list " + KIND);
      }
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return new SeenDrills(
            List.of(),
            "there are no drills, as the cluster does not serve "
                + KIND
                + "; `kubectl apply --server-side -f crds` installs it");
      }
      throw e;
    }
  }

  /** The same, once what is not seen is said on standard error. */
  public SeenDrills reported(Surface surface) {
    if (unseen != null) {
      surface.err().println("note: " + unseen);
    }
    return this;
  }

  /** How each stands, by name. */
  public List<DrillStanding> standing(Estate estate, Instant now) {
    return drills.stream()
        .sorted(Comparator.comparing(drill -> drill.getMetadata().getName()))
        .map(drill -> DrillStanding.of(drill, estate, now))
        .toList();
  }
}
