package cloud.bleu.cli.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.apiserver.SeenObject;
import cloud.bleu.cli.option.ClusterConnection;
import cloud.bleu.cli.option.ClusterOptions;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The drills of a cluster, with the rights of the user. */
public final class ClusterDrills {

  private final ClusterConnection connection;

  /**
   * Connects to the cluster that the options name.
   *
   * @throws BadInputException when they name none, or its kubeconfig cannot be read
   */
  public ClusterDrills(InputOptions input) {
    connection = new ClusterOptions(input).connection();
  }

  /**
   * The drills of these names, or all.
   *
   * @throws BadInputException when one of them is not there, or the cluster does not answer
   */
  public List<ResilienceDrill> named(List<String> names) {
    try (KubernetesClient client = client()) {
      if (names.isEmpty()) {
        return client.resources(ResilienceDrill.class).list().getItems().stream()
            .sorted(Comparator.comparing(d -> d.getMetadata().getName()))
            .toList();
      }
      List<ResilienceDrill> drills = new ArrayList<>();
      for (String name : names) {
        ResilienceDrill drill = client.resources(ResilienceDrill.class).withName(name).get();
        if (drill == null) {
          throw none(client, name);
        }
        drills.add(drill);
      }
      return drills;
    } catch (KubernetesClientException e) {
      throw new BadInputException(message(e, "get and list"));
    }
  }

  /**
   * Asks the operator to run a drill now.
   *
   * @param live whether the user knows that it moves replicas, where it does
   * @throws BadInputException when it is not there, is suspended or was edited since, or the user
   *     may not
   */
  public void ask(ResilienceDrill drill, boolean live, Instant now) {
    String name = drill.getMetadata().getName();
    if (isLive(drill) && !live) {
      throw new BadInputException(
          name
              + " is a live drill: what runs in its zones is moved away and comes home; if that is"
              + " meant, give --live as well");
    }
    if (drill.getSpec() != null && drill.getSpec().suspend()) {
      throw new BadInputException(name + " is suspended; set spec.suspend to false first");
    }
    write(
        drill,
        client ->
            // By now it may move replicas, or be suspended.
            SeenObject.over(
                client,
                drill,
                version -> annotate(client, drill, version, ResilienceDrill.RUN_REQUESTED, now)));
  }

  /**
   * Asks the operator to end the live run of a drill.
   *
   * @throws BadInputException when none is under way, or the user may not
   */
  public void abort(ResilienceDrill drill, Instant now) {
    String name = drill.getMetadata().getName();
    var live = drill.getStatus() == null ? null : drill.getStatus().live();
    if (live == null) {
      throw new BadInputException(name + " moves nothing now, so there is nothing to abort");
    }
    // Whatever became of its spec: what is under way is to end.
    write(drill, client -> annotate(client, drill, null, ResilienceDrill.ABORT_REQUESTED, now));
  }

  private static boolean isLive(ResilienceDrill drill) {
    return drill.getSpec() != null && "Live".equals(drill.getSpec().mode());
  }

  private void write(ResilienceDrill drill, Consumer<KubernetesClient> annotation) {
    try (KubernetesClient client = client()) {
      annotation.accept(client);
    } catch (KubernetesClientException e) {
      throw new BadInputException(
          e.getCode() == HttpURLConnection.HTTP_CONFLICT
              ? drill.getMetadata().getName()
                  + " changed meanwhile; look at it again, then ask again"
              : message(e, "get and patch"));
    }
  }

  /**
   * @param version over which it is written; null: over any
   */
  private static void annotate(
      KubernetesClient client,
      ResilienceDrill drill,
      @Nullable String version,
      String annotation,
      Instant now) {
    client
        .resource(drill)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{%s\"annotations\":{\"%s\":\"%s\"}}}"
                .formatted(
                    version == null ? "" : "\"resourceVersion\":\"" + version + "\",",
                    annotation,
                    now));
  }

  private KubernetesClient client() {
    return connection.client();
  }

  private static BadInputException none(KubernetesClient client, String name) {
    List<String> known =
        client.resources(ResilienceDrill.class).list().getItems().stream()
            .map(d -> d.getMetadata().getName())
            .toList();
    return new BadInputException(
        "there is no ResilienceDrill "
            + ShownText.quote(name)
            + NearestName.of(name, known).map(n -> "; did you mean " + n + "? ").orElse("; ")
            + "`"
            + Program.name()
            + " drill` lists them");
  }

  private String message(KubernetesClientException e, String verbs) {
    String told = e.getStatus() == null ? null : e.getStatus().getMessage();
    if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
      return (told == null ? "the cluster answered 403" : told)
          + "; needed: "
          + verbs
          + " on resiliencedrills";
    }
    if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
      return connection.cluster()
          + " does not serve "
          + HasMetadata.getFullResourceName(ResilienceDrill.class)
          + ": install the CRDs of this version, with `crds.enabled` of the chart or with"
          + " `kubectl apply --server-side -f crds --force-conflicts`";
    }
    return connection.refusal(e);
  }
}
