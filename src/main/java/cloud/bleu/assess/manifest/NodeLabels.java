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

  private final List<ObjectField> all = new ArrayList<>();

  NodeLabels(String kind, ObjectField root, List<ObjectField> pods) {
    for (ObjectField pod : pods) {
      all.addAll(PathSelector.children(PathSelector.child(pod, "nodeSelector")));
      required(pod, "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution");
    }
    if (kind.equals("PersistentVolume")) {
      required(root, "spec.nodeAffinity.required");
    }
    // Pools of nodes of Karpenter and of what AKS makes of it.
    for (ObjectField one :
        PathSelector.select(root, List.of("spec", "template", "spec", "requirements", "*"))) {
      expression(one);
    }
  }

  List<ObjectField> all() {
    return all;
  }

  private void required(ObjectField from, String path) {
    ObjectField at = from;
    for (String name : FieldPath.segments(path)) {
      at = PathSelector.child(at, name);
    }
    for (ObjectField one :
        PathSelector.select(at, List.of("nodeSelectorTerms", "*", "matchExpressions", "*"))) {
      expression(one);
    }
  }

  private void expression(ObjectField one) {
    String operator = one.node().path("operator").asText();
    if (!operator.equals("In") && !operator.equals("Exists")) {
      return;
    }
    List<String> values = new ArrayList<>();
    for (JsonNode value : one.node().path("values")) {
      values.add(value.asText());
    }
    all.add(ObjectField.of(one.path(), one.node().path("key").asText(), String.join(",", values)));
  }
}
