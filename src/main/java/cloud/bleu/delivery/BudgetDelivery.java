package cloud.bleu.delivery;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
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
   * @param wanted whether there are pods to guard
   * @return whether somebody else's budget covers the pods
   */
  boolean deliver(
      Order order, Map<String, String> podLabels, List<Problem> problems, boolean wanted) {
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
                && Selectors.matches(budget.getSpec().getSelector(), podLabels);
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
      if (!ChildWriter.refused(e)) {
        throw e;
      }
      problems.add(
          new Problem(
              "DeliveryRefused",
              "PodDisruptionBudget " + name + ": the API server refused: " + ChildWriter.words(e),
              true));
    }
    return covered;
  }

  private void apply(Order order, @Nullable PodDisruptionBudget ours) {
    int max =
        Budget.maxUnavailable(
            order.assignments(),
            order.contingency(),
            order.workload().getSpec().resilience().tolerate());
    if (ours == null) {
      writer.create(Budget.of(order.workload(), max));
    } else if (ours.getSpec() == null
        || !new IntOrString(max).equals(ours.getSpec().getMaxUnavailable())) {
      Map<String, @Nullable Object> spec = new HashMap<>();
      spec.put("maxUnavailable", max);
      spec.put("minAvailable", null);
      writer.change(ours, Map.of(), spec);
    }
  }
}
