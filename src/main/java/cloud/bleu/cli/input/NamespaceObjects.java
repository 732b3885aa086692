package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a user sees who has rights in one namespace.
 *
 * @param name of the namespace
 * @param objects of the namespace; the Namespace itself where it can be read
 * @param gate null where there is none, or none that can be read
 * @param controllers what creates pods, and what claims storage
 * @param refused what the user may not list here, as RBAC names it
 */
public record NamespaceObjects(
    String name,
    ApiObjects objects,
    @Nullable PlacementGate gate,
    List<HasMetadata> controllers,
    SortedSet<String> refused) {

  private static final String CONTROLLERS = "what creates pods";

  /** Whether the user may list what creates pods. */
  public boolean seesControllers() {
    return !refused.contains(CONTROLLERS);
  }

  /**
   * Reads a namespace.
   *
   * @throws BadInputException if not even workloads and their placements can be listed there
   */
  public static NamespaceObjects read(InputOptions options, String namespace) {
    return ClusterReader.with(options, client -> in(client, namespace), "view in " + namespace);
  }

  private static NamespaceObjects in(KubernetesClient client, String name) {
    ListAttempts lists = new ListAttempts();
    List<BleuWorkload> workloads =
        lists.of(
            "bleuworkloads.placement.bleu.cloud",
            () -> client.resources(BleuWorkload.class).inNamespace(name).list().getItems());
    List<WorkloadPlacement> placements =
        lists.of(
            "workloadplacements.placement.bleu.cloud",
            () -> client.resources(WorkloadPlacement.class).inNamespace(name).list().getItems());
    if (!lists.refused().isEmpty()) {
      throw new BadInputException(
          "this user may not list "
              + String.join(", ", lists.refused())
              + " in the namespace "
              + name
              + "; ask for a RoleBinding there to the ClusterRole view or edit, or for more: "
              + MissingRights.ask());
    }
    List<SovereigntyWaiver> waivers =
        lists.of(
            "sovereigntywaivers.placement.bleu.cloud",
            () -> client.resources(SovereigntyWaiver.class).inNamespace(name).list().getItems());
    List<PlacementGate> gates =
        lists.of(
            "placementgates.placement.bleu.cloud",
            () -> client.resources(PlacementGate.class).inNamespace(name).list().getItems());
    List<Namespace> itself =
        lists.of(
            "namespaces",
            () -> {
              Namespace found = client.namespaces().withName(name).get();
              return found == null ? List.of() : List.of(found);
            });
    ApiObjects objects =
        ApiObjects.NONE
            .with(BleuWorkload.class, workloads)
            .with(WorkloadPlacement.class, placements)
            .with(Namespace.class, itself)
            .with(
                Pod.class,
                lists.of("pods", () -> client.pods().inNamespace(name).list().getItems()))
            .with(
                Deployment.class,
                lists.of(
                    "deployments.apps",
                    () -> client.apps().deployments().inNamespace(name).list().getItems()))
            .with(SovereigntyWaiver.class, waivers)
            .with(
                Service.class,
                lists.of("services", () -> client.services().inNamespace(name).list().getItems()))
            .with(
                Ingress.class,
                lists.of(
                    "ingresses.networking.k8s.io",
                    () -> client.network().v1().ingresses().inNamespace(name).list().getItems()));
    return new NamespaceObjects(
        name,
        objects,
        gates.stream().findFirst().orElse(null),
        lists.of(CONTROLLERS, () -> Controllers.in(client, name)),
        lists.refused());
  }
}
