package cloud.bleu.cli.draft;

import java.util.List;
import java.util.Map;

/**
 * A cluster as an inventory has it.
 *
 * @param kind of the object that stands for it, such as {@code ClusterProfile}
 * @param namespace of that object, empty where its kind has none
 * @param target what {@code spec.target} of its zone is
 * @param statements all that is stated of it, in the order in which they are asked
 * @param hub whether it is the cluster itself in which the inventory is
 */
record ListedCluster(
    String kind,
    String namespace,
    String name,
    Map<String, Object> target,
    List<InventoryStatement> statements,
    boolean hub) {

  ListedCluster {
    statements = List.copyOf(statements);
  }

  /** The object, such as {@code ClusterProfile fleet/paris-1}. */
  String object() {
    return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
