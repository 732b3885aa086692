package cloud.bleu.cli.input;

import cloud.bleu.cli.option.InputOptions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that inventories list, with what these say of each: ClusterProfiles of SIG
 * Multicluster, ManagedClusters of Open Cluster Management, Clusters of Karmada. An inventory that
 * the cluster does not serve lists none.
 */
public final class ClusterInventory {

  private static final ResourceDefinitionContext PROFILE =
      kind("multicluster.x-k8s.io", "v1alpha1", "ClusterProfile", true);

  private static final ResourceDefinitionContext MANAGED =
      kind("cluster.open-cluster-management.io", "v1", "ManagedCluster", false);

  private static final ResourceDefinitionContext KARMADA =
      kind("cluster.karmada.io", "v1alpha1", "Cluster", false);

  private ClusterInventory() {}

  /**
   * One cluster.
   *
   * @param object kind and name of what lists it, for people
   * @param name of the cluster
   * @param target {@code spec.target} of a zone that it is
   * @param said what is said of it, in the order of the inventory
   */
  public record Listed(
      String object, String name, Map<String, Object> target, List<Statement> said) {}

  /**
   * What an inventory says of a cluster.
   *
   * @param name of the property, claim or field
   * @param source the same with what it is, such as {@code property region}
   * @param seen instant at which it was observed, in RFC 3339; null: not said
   */
  public record Statement(String name, String source, String value, @Nullable String seen) {}

  /** All clusters, those of one inventory after those of another, each by name. */
  public static List<Listed> of(InputOptions options) {
    return ClusterReader.with(
        options,
        ClusterInventory::in,
        "the right to list clusterprofiles.multicluster.x-k8s.io,"
            + " managedclusters.cluster.open-cluster-management.io and clusters.cluster.karmada.io,"
            + " of which there are any");
  }

  private static List<Listed> in(KubernetesClient client) {
    List<Listed> all = new ArrayList<>();
    for (GenericKubernetesResource one : list(client, PROFILE)) {
      String namespace = one.getMetadata().getNamespace();
      all.add(
          new Listed(
              "ClusterProfile " + namespace + "/" + name(one),
              name(one),
              Map.of("clusterProfile", Map.of("name", name(one), "namespace", namespace)),
              pairs("property", one.get("status", "properties"))));
    }
    for (GenericKubernetesResource one : list(client, MANAGED)) {
      all.add(
          new Listed(
              "ManagedCluster " + name(one),
              name(one),
              Map.of("openClusterManagement", Map.of("managedCluster", name(one))),
              pairs("claim", one.get("status", "clusterClaims"))));
    }
    for (GenericKubernetesResource one : list(client, KARMADA)) {
      all.add(
          new Listed(
              "Cluster " + name(one) + " of Karmada",
              name(one),
              Map.of("karmada", Map.of("cluster", name(one))),
              fields(one)));
    }
    return all;
  }

  private static String name(GenericKubernetesResource object) {
    return object.getMetadata().getName();
  }

  private static List<Statement> pairs(String word, @Nullable Object list) {
    List<Statement> said = new ArrayList<>();
    for (Object one : list instanceof List<?> all ? all : List.of()) {
      if (one instanceof Map<?, ?> pair
          && pair.get("name") instanceof String name
          && pair.get("value") instanceof String value) {
        String seen = pair.get("lastObservedTime") instanceof String at ? at : null;
        said.add(new Statement(name, word + " " + name, value, seen));
      }
    }
    return said;
  }

  private static List<Statement> fields(GenericKubernetesResource cluster) {
    List<Statement> said = new ArrayList<>();
    for (String field : List.of("provider", "region", "zones", "zone")) {
      Object value = cluster.get("spec", field);
      if (value instanceof List<?> several && several.size() == 1) {
        value = several.get(0);
      }
      if (value instanceof String text) {
        said.add(new Statement("spec." + field, "field spec." + field, text, null));
      }
    }
    return said;
  }

  private static List<GenericKubernetesResource> list(
      KubernetesClient client, ResourceDefinitionContext kind) {
    try {
      return client.genericKubernetesResources(kind).inAnyNamespace().list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  private static ResourceDefinitionContext kind(
      String group, String version, String kind, boolean namespaced) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
        .withNamespaced(namespaced)
        .build();
  }
}
