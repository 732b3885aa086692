package cloud.bleu.delivery;

import cloud.bleu.delivery.manifest.Budget;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.scheduling.LabelSelectors;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and withdraws the PodDisruptionBudget of a workload. Where somebody else's
 * covers the pods ours goes: the eviction of a pod with two of them fails.
 */
final class BudgetDelivery {

  private final ChildWriter writer;

  BudgetDelivery(ChildWriter writer) {
    this.writer = writer;
  }

  /**
   * Brings the budget to what the order asks. A write that meets a newer version is left out: that
   * version's event asks again.
   *
   * @param pods labels of the pods, for each zone with replicas
   * @param wanted whether there are pods to guard
   * @return whether somebody else's budget covers the pods
   */
  boolean deliver(
      Order order, List<Map<String, String>> pods, List<Problem> problems, boolean wanted) {
    String owner = order.workload().getMetadata().getUid();
    String name = order.workload().getMetadata().getName();
    PodDisruptionBudget ours = null;
    boolean covered = false;
    boolean taken = false;
    for (PodDisruptionBudget budget : order.budgets()) {
      if (owner.equals(ObservedChild.controller(budget))) {
        ours = budget;
      } else {
        covered |=
            budget.getSpec() != null
                && pods.stream()
                    .anyMatch(p -> LabelSelectors.matches(budget.getSpec().getSelector(), p));
        taken |= budget.getMetadata().getName().equals(name);
      }
    }
    try {
      if (covered || !wanted) {
        if (ours != null && ours.getMetadata().getDeletionTimestamp() == null) {
          writer.delete(ours);
        }
      } else if (taken) {
        problems.add(
            new Problem(
                "NameConflict",
                "PodDisruptionBudget "
                    + name
                    + " belongs to somebody else and is not touched: delete or rename it",
                false));
      } else {
        apply(order, ours);
      }
    } catch (KubernetesClientException e) {
      if (ChildWriter.stale(e)) {
        return covered;
      }
      problems.add(ChildWriter.refused("PodDisruptionBudget " + name, e));
    }
    return covered;
  }

  private void apply(Order order, @Nullable PodDisruptionBudget ours) {
    int max =
        Budget.maxUnavailable(
            order.assignments(),
            order.contingency(),
            order.workload().getSpec().resilience().tolerate());
    PodDisruptionBudget asked = Budget.of(order.workload(), max);
    if (ours == null) {
      writer.create(asked);
      return;
    }
    Map<String, @Nullable Object> repair = Budget.repair(asked, ours);
    if (!repair.isEmpty()) {
      writer.change(ours, Map.of(), repair);
    }
  }
}
