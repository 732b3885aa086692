package cloud.bleu.assess.manifest;

import cloud.bleu.translate.finding.FieldPath;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels of nodes that an object asks for, each with the values of which one has to be there,
 * separated by commas.
 */
final class NodeLabels {

  private final List<Leaf> all = new ArrayList<>();

  NodeLabels(String kind, Leaf root, List<Leaf> pods) {
    for (Leaf pod : pods) {
      all.addAll(PathSelector.children(PathSelector.child(pod, "nodeSelector")));
      required(pod, "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution");
    }
    if (kind.equals("PersistentVolume")) {
      required(root, "spec.nodeAffinity.required");
    }
    // Pools of nodes of Karpenter and of what AKS makes of it.
    for (Leaf one :
        PathSelector.select(root, List.of("spec", "template", "spec", "requirements", "*"))) {
      expression(one);
    }
  }

  List<Leaf> all() {
    return all;
  }

  private void required(Leaf from, String path) {
    Leaf at = from;
    for (String name : FieldPath.segments(path)) {
      at = PathSelector.child(at, name);
    }
    for (Leaf one :
        PathSelector.select(at, List.of("nodeSelectorTerms", "*", "matchExpressions", "*"))) {
      expression(one);
    }
  }

  private void expression(Leaf one) {
    String operator = one.node().path("operator").asText();
    if (!operator.equals("In") && !operator.equals("Exists")) {
      return;
    }
    List<String> values = new ArrayList<>();
    for (JsonNode value : one.node().path("values")) {
      values.add(value.asText());
    }
    all.add(Leaf.of(one.path(), one.node().path("key").asText(), String.join(",", values)));
  }
}
