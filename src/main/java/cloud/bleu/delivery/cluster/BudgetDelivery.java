package cloud.bleu.delivery.cluster;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Budget;
import cloud.bleu.delivery.zone.ClusterWideTarget.Pods;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and withdraws the PodDisruptionBudget of a workload. Where a budget of somebody
 * else covers the pods, ours is removed: the eviction of a pod with two budgets fails.
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
      BleuWorkload workload,
      Pods pods,
      @Nullable Integer maxUnavailable,
      List<DeliveryProblem> problems) {
    String name = workload.getMetadata().getName();
    Standing there = standing(workload, pods);
    PodDisruptionBudget ours = there.ours;
    try {
      if (there.covered || maxUnavailable == null) {
        if (ours != null && isToGo(ours)) {
          writer.delete(ours);
        }
      } else if (there.taken) {
        problems.add(
            DeliveryProblem.forPerson(
                "NameConflict",
                "PodDisruptionBudget "
                    + name
                    + " belongs to somebody else and is not touched: delete or rename it"));
      } else {
        apply(asked(workload, maxUnavailable), ours);
      }
    } catch (KubernetesClientException e) {
      if (ClusterWriter.stale(e)) {
        return there.covered;
      }
      problems.add(ownership.refused("PodDisruptionBudget " + name, e));
    }
    return there.covered;
  }

  /** Whether it is at that number, so that there is nothing to write; by caches. */
  boolean isDelivered(BleuWorkload workload, Pods pods, @Nullable Integer maxUnavailable) {
    Standing there = standing(workload, pods);
    PodDisruptionBudget ours = there.ours;
    if (there.covered || maxUnavailable == null) {
      return ours == null || !isToGo(ours);
    }
    return !there.taken
        && ours != null
        && Budget.repair(asked(workload, maxUnavailable), ours).isEmpty();
  }

  private boolean isToGo(PodDisruptionBudget ours) {
    return ours.getMetadata().getDeletionTimestamp() == null && !EngineMarks.areOn(ours);
  }

  /** Whether somebody else's budget covers the pods; by caches. */
  boolean isCovered(BleuWorkload workload, Pods pods) {
    return standing(workload, pods).covered;
  }

  /**
   * The budgets that are about a workload.
   *
   * @param covered whether somebody else's covers the pods
   * @param taken whether somebody else's has the name of ours
   */
  private record Standing(@Nullable PodDisruptionBudget ours, boolean covered, boolean taken) {}

  private Standing standing(BleuWorkload workload, Pods pods) {
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
        taken |= budget.getMetadata().getName().equals(workload.getMetadata().getName());
      }
    }
    return new Standing(ours, covered, taken);
  }

  private PodDisruptionBudget asked(BleuWorkload workload, int maxUnavailable) {
    PodDisruptionBudget asked = Budget.of(workload, maxUnavailable);
    ownership.claim(workload, asked);
    return asked;
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
