package cloud.bleu.placement.advice;

import cloud.bleu.placement.constraint.RelaxableItem.Group;
import cloud.bleu.placement.constraint.RelaxableItem.Step;
import cloud.bleu.placement.constraint.RelaxableItems;
import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a workload could ask less of that is no constraint on a set of zones: fewer replicas, no
 * weights.
 */
final class RelaxablePlacement {
  private RelaxablePlacement() {}

  /**
   * Collects the items.
   *
   * @param placed so many replicas have their place: nobody has to ask for fewer
   */
  static void collect(RelaxableItems items, int placed) {
    replicas(items, placed);
    weights(items);
  }

  private static void replicas(RelaxableItems items, int placed) {
    Workload workload = items.workload();
    List<Step> steps = new ArrayList<>();
    for (int n = workload.replicas() - 1; n >= Math.max(1, placed); n--) {
      int fewer = n;
      if (!workload.quorum() || fewer % 2 == 1) {
        steps.add(new Step(String.valueOf(fewer), d -> d.replicas = fewer));
      }
    }
    items.add(Group.Replicas, "spec.replicas", workload.replicas(), steps);
  }

  private static void weights(RelaxableItems items) {
    Workload workload = items.workload();
    if (workload.weights().isEmpty()) {
      return;
    }
    List<String> from =
        workload.weights().entrySet().stream()
            .map(e -> "{zone: " + e.getKey() + ", weight: " + e.getValue() + "}")
            .toList();
    items.add(
        Group.Placement,
        "spec.placement.weights",
        "[" + String.join(", ", from) + "]",
        List.of(new Step("[]", d -> d.weights = new TreeMap<>())));
  }
}
