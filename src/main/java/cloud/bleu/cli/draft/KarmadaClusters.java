package cloud.bleu.cli.draft;

import cloud.bleu.delivery.cluster.ClusterKinds;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The clusters of a Karmada, which states provider, region and zones as fields. */
final class KarmadaClusters implements ClusterInventory {

  @Override
  public ResourceDefinitionContext definition() {
    return ClusterKinds.KARMADA_CLUSTER;
  }

  @Override
  public ListedCluster cluster(JsonNode object, LocalDate today) {
    String name = object.path("metadata").path("name").asText();
    JsonNode spec = object.path("spec");
    List<InventoryStatement> statements = new ArrayList<>();
    for (String field : List.of("provider", "region")) {
      if (!spec.path(field).asText().isEmpty()) {
        statements.add(
            new InventoryStatement("spec." + field, "field", spec.path(field).asText(), today));
      }
    }
    // spec.zone is the older form of one zone. A cluster over several zones is on no single site.
    JsonNode zones = spec.path("zones");
    String zone = zones.isEmpty() ? spec.path("zone").asText() : zones.path(0).asText();
    if (zones.size() <= 1 && !zone.isEmpty()) {
      String field = zones.isEmpty() ? "spec.zone" : "spec.zones";
      statements.add(new InventoryStatement(field, "field", zone, today));
    }
    statements.addAll(ClusterInventory.labels(object, today));
    return new ListedCluster(
        "Cluster", "", name, Map.of("karmada", Map.of("cluster", name)), statements, false);
  }
}
