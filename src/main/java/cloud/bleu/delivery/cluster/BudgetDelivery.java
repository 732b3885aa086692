package cloud.bleu.delivery.cluster;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Budget;
import cloud.bleu.delivery.zone.ClusterTarget.Pods;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.scheduling.LabelSelectors;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and withdraws the PodDisruptionBudget of a workload. Where somebody else's
 * covers the pods ours goes: the eviction of a pod with two of them fails.
 */
final class BudgetDelivery {

  private final ClusterWriter writer;
  private final Supplier<? extends ClusterObjects> objects;
  private final Ownership ownership;

  BudgetDelivery(
      ClusterWriter writer, Supplier<? extends ClusterObjects> objects, Ownership ownership) {
    this.writer = writer;
    this.objects = objects;
    this.ownership = ownership;
  }

  /**
   * Brings the budget to a number. A write that meets a newer version is left out: that version's
   * event asks again.
   *
   * @param maxUnavailable null where there are no pods to guard
   * @return whether somebody else's budget covers the pods
   */
  boolean deliver(
      BleuWorkload workload, Pods pods, @Nullable Integer maxUnavailable, List<Problem> problems) {
    String name = workload.getMetadata().getName();
    PodDisruptionBudget ours = null;
    boolean covered = false;
    boolean taken = false;
    for (PodDisruptionBudget budget :
        objects.get().budgets(workload.getMetadata().getNamespace())) {
      if (ownership.owns(workload, budget)) {
        ours = budget;
      } else {
        covered |=
            budget.getSpec() != null
                && pods.labels().stream()
                    .anyMatch(p -> LabelSelectors.matches(budget.getSpec().getSelector(), p));
        taken |= budget.getMetadata().getName().equals(name);
      }
    }
    try {
      if (covered || maxUnavailable == null) {
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
        PodDisruptionBudget asked = Budget.of(workload, maxUnavailable);
        ownership.claim(workload, asked);
        apply(asked, ours);
      }
    } catch (KubernetesClientException e) {
      if (ClusterWriter.stale(e)) {
        return covered;
      }
      problems.add(ClusterWriter.refused("PodDisruptionBudget " + name, e));
    }
    return covered;
  }

  private void apply(PodDisruptionBudget asked, @Nullable PodDisruptionBudget ours) {
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
