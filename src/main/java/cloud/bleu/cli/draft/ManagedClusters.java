package cloud.bleu.cli.draft;

import cloud.bleu.delivery.cluster.ClusterKinds;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The clusters of Open Cluster Management, with what they claim of themselves. */
final class ManagedClusters implements ClusterInventory {

  /** The label of the cluster in which the hub of Open Cluster Management itself is. */
  private static final String HUB = "local-cluster";

  @Override
  public ResourceDefinitionContext definition() {
    return ClusterKinds.MANAGED_CLUSTER;
  }

  @Override
  public ListedCluster cluster(JsonNode object, LocalDate today) {
    String name = object.path("metadata").path("name").asText();
    List<InventoryStatement> statements = new ArrayList<>();
    for (JsonNode claim : object.path("status").path("clusterClaims")) {
      statements.add(
          new InventoryStatement(
              claim.path("name").asText(), "claim", claim.path("value").asText(), today));
    }
    statements.addAll(ClusterInventory.labels(object, today));
    return new ListedCluster(
        "ManagedCluster",
        "",
        name,
        Map.of("openClusterManagement", Map.of("managedCluster", name)),
        statements,
        object.path("metadata").path("labels").path(HUB).asText().equals("true"));
  }
}
