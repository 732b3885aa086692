package cloud.bleu.delivery;

import io.fabric8.kubernetes.api.model.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which zone every node belongs to. */
public final class NodeZones {

  private NodeZones() {}

  /**
   * The zone of every node that belongs to one, by name of the node.
   *
   * @param selectors node selectors by zone
   */
  public static Map<String, String> of(
      List<Node> nodes, Map<String, Map<String, String>> selectors) {
    Map<String, String> zones = new HashMap<>();
    for (Node node : nodes) {
      Map<String, String> labels = node.getMetadata().getLabels();
      if (labels == null) {
        continue;
      }
      new TreeMap<>(selectors)
          .forEach(
              (zone, selector) -> {
                if (!selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet())) {
                  zones.putIfAbsent(node.getMetadata().getName(), zone);
                }
              });
    }
    return zones;
  }
}
