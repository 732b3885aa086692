package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.option.ClusterConnection;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.Kubeconfig;
import cloud.bleu.cli.option.TypedName;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.function.Function;

/** Reads the objects of a cluster through a context of a kubeconfig. */
public final class ClusterReader {
  private ClusterReader() {}

  /**
   * Everything that a decision depends on.
   *
   * @throws MissingRights with all that this user may not list
   */
  static ApiObjects read(InputOptions options) {
    ListAttempts lists = new ListAttempts();
    ApiObjects objects = with(options, client -> all(client, lists));
    if (!lists.refused().isEmpty()) {
      throw new MissingRights(lists.refused());
    }
    return objects;
  }

  private static ApiObjects all(KubernetesClient client, ListAttempts lists) {
    return ApiObjects.NONE
        .with(CloudProvider.class, ours(client, CloudProvider.class, lists))
        .with(AvailabilityZone.class, ours(client, AvailabilityZone.class, lists))
        .with(SovereigntyPolicy.class, ours(client, SovereigntyPolicy.class, lists))
        .with(BleuWorkload.class, ours(client, BleuWorkload.class, lists))
        .with(WorkloadPlacement.class, ours(client, WorkloadPlacement.class, lists))
        .with(Namespace.class, lists.of("namespaces", () -> client.namespaces().list().getItems()))
        .with(
            PriorityClass.class,
            lists.of(
                "priorityclasses.scheduling.k8s.io",
                () -> client.scheduling().v1().priorityClasses().list().getItems()))
        .with(Node.class, lists.of("nodes", () -> client.nodes().list().getItems()))
        .with(Pod.class, lists.of("pods", () -> client.pods().inAnyNamespace().list().getItems()))
        .with(
            Deployment.class,
            lists.of(
                "deployments.apps",
                () -> client.apps().deployments().inAnyNamespace().list().getItems()))
        .with(SovereigntyWaiver.class, ours(client, SovereigntyWaiver.class, lists))
        .with(
            Service.class,
            lists.of("services", () -> client.services().inAnyNamespace().list().getItems()))
        .with(
            Ingress.class,
            lists.of(
                "ingresses.networking.k8s.io",
                () -> client.network().v1().ingresses().inAnyNamespace().list().getItems()))
        .with(
            GenericKubernetesResource.class,
            lists.of("routes of gateway.networking.k8s.io", () -> ClusterRoutes.in(client)))
        .with(
            ResilienceDrill.class,
            lists.of(SeenDrills.KIND, () -> SeenDrills.served(client).drills()));
  }

  /** The namespace of the context; {@code default} where it names none. */
  public static String namespace(InputOptions options) {
    return interactive(options).namespace();
  }

  /**
   * The namespace of an object that is typed, see {@link TypedName#namespaceIn}.
   *
   * @throws BadInputException if it may be in two, or the cluster does not say
   */
  static String namespace(
      InputOptions options, TypedName typed, Class<? extends HasMetadata> type) {
    ClusterConnection connection = interactive(options);
    return with(
        options,
        client -> typed.namespaceIn(connection, client, type),
        "get on " + HasMetadata.getFullResourceName(type));
  }

  /** Providers and zones alone: what states facts. */
  public static ApiObjects facts(InputOptions options) {
    return with(
        options,
        client ->
            ApiObjects.NONE
                .with(CloudProvider.class, ours(client, CloudProvider.class))
                .with(AvailabilityZone.class, ours(client, AvailabilityZone.class)),
        "get and list on cloudproviders and availabilityzones of placement.bleu.cloud");
  }

  /** What creates pods in a namespace. */
  public static List<HasMetadata> controllers(InputOptions options, String namespace) {
    return with(options, client -> Controllers.in(client, namespace));
  }

  private static <T extends HasMetadata> List<T> ours(
      KubernetesClient client, Class<T> type, ListAttempts lists) {
    return lists.of(
        HasMetadata.getPlural(type) + ".placement.bleu.cloud", () -> ours(client, type));
  }

  private static <T extends HasMetadata> List<T> ours(KubernetesClient client, Class<T> type) {
    try {
      return client.resources(type).inAnyNamespace().list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        throw new BadInputException(
            "the cluster does not know "
                + HasMetadata.getPlural(type)
                + ".placement.bleu.cloud; install the CRDs (kubectl apply --server-side -f crds/)"
                + " or give manifests with -f");
      }
      throw e;
    }
  }

  /**
   * What a client finds of a cluster that answers within moments, or within the time that is
   * stated.
   *
   * @throws RuntimeException whatever goes wrong
   */
  static <T> T quickly(InputOptions options, Function<KubernetesClient, T> read) {
    ClusterConnection connection = ClusterConnection.quick(config(options), options.requestTimeout);
    try (KubernetesClient client = connection.client()) {
      return read.apply(client);
    }
  }

  /** What a client of that cluster finds, who needs to read everything. */
  public static <T> T with(InputOptions options, Function<KubernetesClient, T> read) {
    return with(
        options,
        read,
        "the right to list nodes, pods, namespaces, services, ingresses, the routes of"
            + " gateway.networking.k8s.io where there are any, and the kinds of"
            + " placement.bleu.cloud");
  }

  /**
   * What a client of that cluster finds.
   *
   * @param rights to ask for where some are missing
   */
  static <T> T with(InputOptions options, Function<KubernetesClient, T> read, String rights) {
    ClusterConnection connection = interactive(options);
    try (KubernetesClient client = connection.client()) {
      return read.apply(client);
    } catch (KubernetesClientException e) {
      throw new BadInputException(
          connection.failure(e)
              + "; "
              + (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                  ? "ask for " + rights
                  : connection.advice(e) + ", or give manifests with -f"));
    }
  }

  private static ClusterConnection interactive(InputOptions options) {
    return ClusterConnection.interactive(config(options), options.requestTimeout);
  }

  private static Config config(InputOptions options) {
    return Kubeconfig.of(options.kubeconfig)
        .orElseThrow(
            () ->
                new BadInputException(
                    "neither manifests nor a kubeconfig"
                        + Kubeconfig.whyAbsent()
                        + "; give manifests with -f DIR, or a cluster with --kubeconfig FILE"))
        .config(options.context);
  }
}
