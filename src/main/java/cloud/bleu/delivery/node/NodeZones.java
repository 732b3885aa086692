package cloud.bleu.delivery.node;

import io.fabric8.kubernetes.api.model.Node;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    Map<Map.Entry<String, String>, List<String>> candidates = new HashMap<>();
    selectors.forEach(
        (zone, selector) ->
            selector.entrySet().stream()
                .min(Map.Entry.comparingByKey())
                .ifPresent(
                    label ->
                        candidates
                            .computeIfAbsent(
                                new SimpleImmutableEntry<>(label), l -> new ArrayList<>())
                            .add(zone)));
    Map<String, String> zones = new HashMap<>();
    for (Node node : nodes) {
      Map<String, String> labels = node.getMetadata().getLabels();
      if (labels == null) {
        continue;
      }
      labels.entrySet().stream()
          .flatMap(label -> candidates.getOrDefault(label, List.of()).stream())
          .filter(
              zone ->
                  labels.entrySet().containsAll(selectors.getOrDefault(zone, Map.of()).entrySet()))
          .min(Comparator.naturalOrder())
          .ifPresent(zone -> zones.put(node.getMetadata().getName(), zone));
    }
    return zones;
  }
}
