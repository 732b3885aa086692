package cloud.bleu.cli.input;

import cloud.bleu.cli.draft.ClusterInventory;
import cloud.bleu.cli.option.InputOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The nodes of a cluster, and the clusters that its inventories list.
 *
 * @param clusters objects of the kinds of {@link ClusterInventory#all} that the cluster serves
 * @param refused what the user may not list, as RBAC names it, sorted; nodes are not among them
 */
public record ListedClusters(List<Node> nodes, List<JsonNode> clusters, Set<String> refused) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads them; fails where nodes may not be listed or nothing answers. */
  public static ListedClusters read(InputOptions options) {
    return ClusterReader.with(options, ListedClusters::of, "get and list on nodes");
  }

  private static ListedClusters of(KubernetesClient client) {
    ListAttempts lists = new ListAttempts();
    List<JsonNode> clusters = new ArrayList<>();
    for (ClusterInventory inventory : ClusterInventory.all()) {
      lists
          .of(inventory.resource(), () -> served(client, inventory))
          .forEach(object -> clusters.add(JSON.valueToTree(object)));
    }
    return new ListedClusters(client.nodes().list().getItems(), clusters, lists.refused());
  }

  /** None where the cluster does not know the kind. */
  private static List<GenericKubernetesResource> served(
      KubernetesClient client, ClusterInventory inventory) {
    try {
      return client
          .genericKubernetesResources(inventory.definition())
          .inAnyNamespace()
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }
}
