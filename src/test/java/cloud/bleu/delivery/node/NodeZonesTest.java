package cloud.bleu.delivery.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The zone of a node is the first by name of those whose whole selector it carries. */
class NodeZonesTest {

  @Test
  void isTheFirstZoneWhoseLabelsTheNodeHas() {
    for (long seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      Map<String, Map<String, String>> selectors = new HashMap<>();
      for (int z = 0; z < 8; z++) {
        selectors.put("z" + z, labels(random, 2));
      }
      List<Node> nodes = new ArrayList<>();
      for (int n = 0; n < 30; n++) {
        nodes.add(
            new NodeBuilder()
                .withNewMetadata()
                .withName("n" + n)
                .withLabels(n == 0 ? null : labels(random, 4))
                .endMetadata()
                .build());
      }
      Map<String, String> expected = new HashMap<>();
      for (Node node : nodes) {
        Map<String, String> of = node.getMetadata().getLabels();
        new TreeMap<>(selectors)
            .forEach(
                (zone, selector) -> {
                  if (of != null
                      && !selector.isEmpty()
                      && of.entrySet().containsAll(selector.entrySet())) {
                    expected.putIfAbsent(node.getMetadata().getName(), zone);
                  }
                });
      }
      assertEquals(expected, NodeZones.of(nodes, selectors), "seed " + seed);
    }
  }

  private static Map<String, String> labels(Random random, int most) {
    Map<String, String> labels = new HashMap<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      labels.put("k" + random.nextInt(3), "v" + random.nextInt(2));
    }
    return labels;
  }
}
