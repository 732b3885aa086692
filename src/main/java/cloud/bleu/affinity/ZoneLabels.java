package cloud.bleu.affinity;

import io.fabric8.kubernetes.api.model.Node;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known for certain of the labels of a zone's nodes: the labels of its node selector, which
 * every node of it has, and where its nodes are seen their names and their place.
 *
 * <p>Other labels of the nodes are left out on purpose, although they are seen: a pool of other
 * nodes may join the zone at any time, with an autoscaler without anybody deciding it. A pod that
 * asks for one waits there, and the scheduler says why.
 *
 * @param values by key every value that a node of the zone can have; each node has one of them. Of
 *     a key that is not in it nothing is known
 * @param nodes names of all nodes; empty: not known
 * @param selector keys of the zone's node selector
 */
public record ZoneLabels(
    SortedMap<String, SortedSet<String>> values,
    SortedSet<String> nodes,
    SortedSet<String> selector) {

  static final String HOSTNAME = "kubernetes.io/hostname";

  /** Labels that say where a node is. They do not change while it is there. */
  static final List<String> OF_THE_PLACE =
      List.of(
          "failure-domain.beta.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone",
          HOSTNAME,
          "topology.kubernetes.io/region",
          "topology.kubernetes.io/zone");

  public ZoneLabels {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    selector = Collections.unmodifiableSortedSet(new TreeSet<>(selector));
  }

  /** Of a zone whose nodes are not seen. */
  public static ZoneLabels of(Map<String, String> selector) {
    return of(selector, List.of());
  }

  /**
   * Of each zone.
   *
   * @param selectors node selectors by zone; a zone without one is left out
   * @param nodes of the cluster, of all zones and of none
   */
  public static Map<String, ZoneLabels> of(
      Map<String, Map<String, String>> selectors, Collection<Node> nodes) {
    Map<String, ZoneLabels> zones = new HashMap<>();
    selectors.forEach(
        (zone, selector) -> {
          if (!selector.isEmpty()) {
            zones.put(
                zone,
                of(
                    selector,
                    nodes.stream()
                        .filter(n -> labels(n).entrySet().containsAll(selector.entrySet()))
                        .toList()));
          }
        });
    return zones;
  }

  private static ZoneLabels of(Map<String, String> selector, List<Node> nodes) {
    TreeMap<String, SortedSet<String>> values = new TreeMap<>();
    for (String key : OF_THE_PLACE) {
      SortedSet<String> seen = new TreeSet<>();
      for (Node node : nodes) {
        String value = labels(node).get(key);
        if (value == null) {
          seen.clear();
          break;
        }
        seen.add(value);
      }
      if (!seen.isEmpty()) {
        values.put(key, seen);
      }
    }
    selector.forEach((key, value) -> values.put(key, new TreeSet<>(List.of(value))));
    SortedSet<String> names = new TreeSet<>();
    nodes.forEach(n -> names.add(n.getMetadata().getName()));
    return new ZoneLabels(values, names, new TreeSet<>(selector.keySet()));
  }

  private static Map<String, String> labels(Node node) {
    Map<String, String> labels = node.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  /** The values that nodes can have under a key; null when that is not known. */
  @Nullable SortedSet<String> of(String key) {
    return values.get(key);
  }
}
