package cloud.bleu.cli.draft;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A kind of object that stands for a cluster, and what such an object states of it. */
public interface ClusterInventory {

  /** What a label is called in a {@link InventoryStatement}. */
  String LABEL = "label";

  /** All kinds that are read, in the order in which they are preferred for one cluster. */
  static List<ClusterInventory> all() {
    return List.of(new ClusterProfiles(), new KarmadaClusters(), new ManagedClusters());
  }

  /** The kind as an API server serves it. */
  ResourceDefinitionContext definition();

  /** What an object of the kind says; {@code today} is the day on which it is read. */
  ListedCluster cluster(JsonNode object, LocalDate today);

  /** Whether an object is of this kind, in whatever version. */
  default boolean has(JsonNode object) {
    return definition().getKind().equals(object.path("kind").asText())
        && object.path("apiVersion").asText().startsWith(definition().getGroup() + "/");
  }

  /** As RBAC names it, such as {@code clusterprofiles.multicluster.x-k8s.io}. */
  default String resource() {
    return definition().getPlural() + "." + definition().getGroup();
  }

  /** The labels of an object as statements, by name. */
  static List<InventoryStatement> labels(JsonNode object, LocalDate today) {
    List<InventoryStatement> labels = new ArrayList<>();
    object
        .path("metadata")
        .path("labels")
        .properties()
        .forEach(
            label ->
                labels.add(
                    new InventoryStatement(
                        label.getKey(), LABEL, label.getValue().asText(), today)));
    return labels;
  }
}
