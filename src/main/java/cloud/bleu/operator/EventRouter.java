package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.Labels;
import cloud.bleu.placement.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends every change to who has to know: what can change a decision to the placement loop, what is
 * seen of children to the controller of their workload. Pure but for those calls, and total.
 */
final class EventRouter implements Caches.Watcher {

  private final Runnable wake;
  private final Triggers triggers;
  private final BiConsumer<WorkloadId, @Nullable WorkloadPlacementSpec> placementTouched;

  /**
   * @param wake of the placement loop
   * @param placementTouched told of WorkloadPlacements that came, changed or went
   */
  EventRouter(
      Runnable wake,
      Triggers triggers,
      BiConsumer<WorkloadId, @Nullable WorkloadPlacementSpec> placementTouched) {
    this.wake = wake;
    this.triggers = triggers;
    this.placementTouched = placementTouched;
  }

  @Override
  public void changed(@Nullable HasMetadata before, @Nullable HasMetadata after) {
    HasMetadata object = after != null ? after : before;
    if (object == null) {
      return;
    }
    if (object instanceof WorkloadPlacement wp) {
      placementTouched.accept(
          new WorkloadId(wp.getMetadata().getNamespace(), wp.getMetadata().getName()),
          after == null ? null : wp.getSpec());
      return;
    }
    if (object instanceof PodDisruptionBudget || isChild(object)) {
      workloadOf(before);
      workloadOf(after);
      return;
    }
    boolean relevant =
        before == null || after == null
            ? Relevance.ofPresence(object)
            : Relevance.ofUpdate(before, after);
    if (relevant) {
      wake.run();
    }
  }

  private static boolean isChild(HasMetadata object) {
    boolean kind =
        object instanceof Deployment || object instanceof StatefulSet || object instanceof Pod;
    return kind && (Relevance.ours(object) || object instanceof StatefulSet);
  }

  /** By label, and by owner: a child whose label was removed is still one. */
  private void workloadOf(@Nullable HasMetadata object) {
    if (object == null) {
      return;
    }
    String namespace = object.getMetadata().getNamespace();
    Map<String, String> labels = object.getMetadata().getLabels();
    String workload = labels == null ? null : labels.get(Labels.WORKLOAD);
    if (workload != null) {
      triggers.workload(new WorkloadId(namespace, workload));
    }
    for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
      if ("BleuWorkload".equals(owner.getKind())) {
        triggers.workload(new WorkloadId(namespace, owner.getName()));
      }
    }
  }
}
