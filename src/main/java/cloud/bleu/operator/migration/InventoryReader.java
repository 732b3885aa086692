package cloud.bleu.operator.migration;

import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.translate.manifest.Manifest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lists the objects of namespaces, page by page and with a pause after each: the API server is
 * asked for no more than one page at a time, and nothing is watched. Of Secrets nothing is asked.
 */
final class InventoryReader {

  /** Between two pages. */
  static final Duration PAUSE = Duration.ofMillis(100);

  /** More objects than people plan with at once. */
  static final int MOST_OBJECTS = 20_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A ConfigMap may have a MiB: a page of them is kept small. */
  private static final long FEW = 25;

  private static final long MANY = 100;

  private static final List<Kind> KINDS =
      List.of(
          new Kind("", "v1", "ConfigMap", "configmaps", FEW),
          new Kind("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", MANY),
          new Kind("", "v1", "Service", "services", MANY),
          new Kind("", "v1", "ServiceAccount", "serviceaccounts", MANY),
          new Kind("apps", "v1", "DaemonSet", "daemonsets", MANY),
          new Kind("apps", "v1", "Deployment", "deployments", MANY),
          new Kind("apps", "v1", "StatefulSet", "statefulsets", MANY),
          new Kind(
              "autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", MANY),
          new Kind("batch", "v1", "CronJob", "cronjobs", MANY),
          new Kind("batch", "v1", "Job", "jobs", MANY),
          new Kind("networking.k8s.io", "v1", "Ingress", "ingresses", MANY),
          new Kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", MANY),
          new Kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", MANY));

  /** What every namespace gets of the cluster. */
  private static final Set<String> OF_CLUSTERS =
      Set.of("kube-root-ca.crt", "openshift-service-ca.crt");

  /** Annotations that have the whole object once more. */
  private static final Set<String> COPIES =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          "kapp.k14s.io/original",
          "banzaicloud.com/last-applied");

  private final KubernetesClient client;
  private final CountDownLatch closed;

  private record Kind(String group, String version, String kind, String plural, long page) {
    String apiVersion() {
      return group.isEmpty() ? version : group + "/" + version;
    }

    String resource() {
      return group.isEmpty() ? plural : plural + "." + group;
    }
  }

  /** One kind in one namespace. */
  static final class Place {
    private final String namespace;
    private final Kind kind;

    private Place(String namespace, Kind kind) {
      this.namespace = namespace;
      this.kind = kind;
    }

    @Override
    public String toString() {
      return kind.resource() + " in namespace " + namespace;
    }
  }

  /** The API server does not let us read a kind. */
  static final class ForbiddenException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Place place;

    private ForbiddenException(Place place, Throwable cause) {
      super(place.toString(), cause);
      this.place = place;
    }

    /** What may not be listed. */
    Place place() {
      return place;
    }
  }

  /** There is more than is read. */
  static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param closed comes to zero when nothing is read any more
   */
  InventoryReader(KubernetesClient client, CountDownLatch closed) {
    this.client = client;
    this.closed = closed;
  }

  /** What a plan has read before everything else. */
  static Place first(MigrationOrder order) {
    return new Place(order.namespaces().get(0), KINDS.get(0));
  }

  /**
   * Asks for one object, which tells whether more may be asked for.
   *
   * @throws ForbiddenException when it may not
   * @throws KubernetesClientException when the API server does not answer
   */
  void probe(Place place) throws ForbiddenException {
    page(place, 1, null);
  }

  /**
   * Reads what a plan names.
   *
   * @param to takes each page, and says whether there is room for more
   * @throws ForbiddenException when a right is missing; the message names what cannot be listed
   * @throws InterruptedException when it was told to end
   * @throws KubernetesClientException when the API server does not answer
   */
  void read(MigrationOrder order, Predicate<List<Manifest>> to)
      throws ForbiddenException, TooLargeException, InterruptedException {
    int objects = 0;
    for (String namespace : order.namespaces()) {
      for (Kind kind : KINDS) {
        String next = null;
        do {
          GenericKubernetesResourceList page = page(new Place(namespace, kind), kind.page(), next);
          List<Manifest> manifests = manifests(page.getItems(), kind);
          objects += manifests.size();
          if (objects > MOST_OBJECTS || !to.test(manifests)) {
            throw new TooLargeException();
          }
          next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
          if (closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException();
          }
        } while (next != null && !next.isEmpty());
      }
    }
  }

  private GenericKubernetesResourceList page(Place place, long limit, @Nullable String next)
      throws ForbiddenException {
    Kind kind = place.kind;
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group())
            .withVersion(kind.version())
            .withKind(kind.kind())
            .withPlural(kind.plural())
            .withNamespaced(true)
            .build();
    try {
      return client
          .genericKubernetesResources(context)
          .inNamespace(place.namespace)
          .list(new ListOptionsBuilder().withLimit(limit).withContinue(next).build());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new ForbiddenException(place, e);
      }
      throw e;
    }
  }

  private static List<Manifest> manifests(List<GenericKubernetesResource> items, Kind kind) {
    List<Manifest> manifests = new ArrayList<>();
    for (GenericKubernetesResource item : items) {
      ObjectNode json = MAPPER.valueToTree(item);
      // Items of a list do not repeat what they are.
      json.put("apiVersion", kind.apiVersion());
      json.put("kind", kind.kind());
      json.remove("status");
      ObjectNode metadata = json.withObject("metadata");
      metadata.remove("managedFields");
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(COPIES);
      }
      if (!OF_CLUSTERS.contains(metadata.path("name").asText())) {
        manifests.add(Manifest.of(json));
      }
    }
    return manifests;
  }
}
