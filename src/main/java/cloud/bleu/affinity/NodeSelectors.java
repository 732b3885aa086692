package cloud.bleu.affinity;

import java.util.Map;

/** Labels that nodes are asked for. */
public final class NodeSelectors {

  private NodeSelectors() {}

  /** Whether no node has the labels of both: they ask one label for two values. */
  public static boolean exclude(Map<String, String> one, Map<String, String> other) {
    return one.entrySet().stream()
        .anyMatch(
            label ->
                !other.getOrDefault(label.getKey(), label.getValue()).equals(label.getValue()));
  }
}
