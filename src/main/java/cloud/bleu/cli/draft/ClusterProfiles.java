package cloud.bleu.cli.draft;

import cloud.bleu.delivery.cluster.ClusterKinds;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The neutral inventory of Kubernetes, with properties that are standard or of its manager
 * (KEP-4322, KEP-2149).
 */
final class ClusterProfiles implements ClusterInventory {

  @Override
  public ResourceDefinitionContext definition() {
    return ClusterKinds.CLUSTER_PROFILE;
  }

  @Override
  public ListedCluster cluster(JsonNode object, LocalDate today) {
    String namespace = object.path("metadata").path("namespace").asText("default");
    String name = object.path("metadata").path("name").asText();
    List<InventoryStatement> statements = new ArrayList<>();
    for (JsonNode property : object.path("status").path("properties")) {
      statements.add(
          new InventoryStatement(
              property.path("name").asText(),
              "property",
              property.path("value").asText(),
              day(property.path("lastObservedTime").asText(), today)));
    }
    statements.addAll(ClusterInventory.labels(object, today));
    return new ListedCluster(
        "ClusterProfile",
        namespace,
        name,
        Map.of("clusterProfile", new TreeMap<>(Map.of("namespace", namespace, "name", name))),
        statements,
        false);
  }

  private static LocalDate day(String instant, LocalDate today) {
    try {
      return OffsetDateTime.parse(instant).atZoneSameInstant(ZoneOffset.UTC).toLocalDate();
    } catch (DateTimeException e) {
      return today;
    }
  }
}
