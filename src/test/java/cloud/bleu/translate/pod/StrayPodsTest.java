package cloud.bleu.translate.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrayPodsTest {

  private static final String OURS =
      "placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: ";

  private final Map<String, Node> nodes =
      Map.of("of-a", node("of-a", "zone: a, disk: fast"), "of-b", node("of-b", "zone: b"));
  private final Map<String, AvailabilityZone> zones =
      Map.of("a", zone("{nodeSelector: {zone: a}}"), "void", zone("{}"));

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "stands where it was put,                a,    of-a, false",
    "stands elsewhere,                       a,    of-b, true",
    "has no node yet,                        a,    ,     false",
    "its node is gone,                       a,    gone, false",
    "nobody knows its zone any more,         b,    of-a, false",
    "nobody says which nodes its zone has,   void, of-a, false",
  })
  void aPodOfADecision(String what, String put, String node, boolean stray) {
    assertEquals(stray, isStray(OURS + put, node), what);
  }

  @ParameterizedTest
  @CsvSource({"app: web", "placement.bleu.cloud/zone: a", "placement.bleu.cloud/workload: web"})
  void aPodOfNoDecisionIsNotAsked(String labels) {
    assertEquals(false, isStray(labels, "of-b"));
  }

  private boolean isStray(String labels, String node) {
    Pod pod =
        Serialization.unmarshal(
            "metadata: {name: p, labels: {%s}}\nspec: {%s}"
                .formatted(labels, node == null ? "" : "nodeName: " + node),
            Pod.class);
    return StrayPods.isStray(pod, nodes::get, zones::get);
  }

  private static Node node(String name, String labels) {
    return Serialization.unmarshal(
        "metadata: {name: %s, labels: {%s}}".formatted(name, labels), Node.class);
  }

  private static AvailabilityZone zone(String target) {
    return Serialization.unmarshal("spec: {target: %s}".formatted(target), AvailabilityZone.class);
  }
}
