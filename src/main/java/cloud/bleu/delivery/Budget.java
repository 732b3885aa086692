package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Contingency;
import cloud.bleu.api.v1alpha1.Resilience;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;

/**
 * The PodDisruptionBudget of a workload: evictions leave what a loss must find. {@code
 * maxUnavailable = max(1, all − largest loss − keep)}; it is never 0, because that would hold up
 * every drain of a node.
 */
final class Budget {

  private Budget() {}

  /** How many pods may be evicted at once, at least 1. */
  static int maxUnavailable(
      List<Assignment> assignments,
      List<Contingency> contingency,
      List<Resilience.Tolerate> tolerate) {
    int all = 0;
    int largest = 0;
    for (Assignment a : assignments) {
      all += a.replicas();
      largest = Math.max(largest, a.replicas());
    }
    for (Contingency c : contingency) {
      largest = Math.max(largest, all - (c.keeps() == null ? 0 : c.keeps()));
    }
    int keep = 0;
    for (Resilience.Tolerate t : tolerate) {
      keep = Math.max(keep, keep(t.keep(), all));
    }
    return Math.max(1, all - largest - keep);
  }

  /** The object, named as the workload. */
  static PodDisruptionBudget of(BleuWorkload workload, int maxUnavailable) {
    String name = workload.getMetadata().getName();
    return new PodDisruptionBudgetBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(workload.getMetadata().getNamespace())
        .withLabels(Labels.ofWorkload(name))
        .withOwnerReferences(Ownership.controlledBy(workload))
        .endMetadata()
        .withNewSpec()
        .withNewMaxUnavailable(maxUnavailable)
        .withNewSelector()
        .withMatchLabels(Labels.ofWorkload(name))
        .endSelector()
        .endSpec()
        .build();
  }

  /** An integer, or a percentage of all, rounded up; what is neither asks nothing. */
  private static int keep(String keep, int all) {
    try {
      return keep.endsWith("%")
          ? (int) ((Long.parseLong(keep.substring(0, keep.length() - 1)) * all + 99) / 100)
          : Integer.parseInt(keep);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
