package cloud.bleu.operator.routing;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.node.NodeTarget;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.cache.WorkloadPods;
import cloud.bleu.operator.pass.PlacementLoop;
import cloud.bleu.operator.trigger.Relevance;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.pod.PodSelectors;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries what the caches report to those whom it concerns: the placement loop, or the reconcilers
 * of the objects that it affects. While this process does not lead, it carries nothing.
 */
public final class ClusterEvents implements EventRouter.Listener {

  private final BooleanSupplier leading;
  private final Supplier<Caches> caches;
  private final Supplier<PlacementLoop> loop;
  private final Triggers triggers;
  private final Ledger ledger;
  private final Delivery delivery;
  private final NodeTarget nodes;

  /**
   * @param caches asked only when they tell something, which is after they exist; like the loop
   */
  public ClusterEvents(
      BooleanSupplier leading,
      Supplier<Caches> caches,
      Supplier<PlacementLoop> loop,
      Triggers triggers,
      Ledger ledger,
      Delivery delivery,
      NodeTarget nodes) {
    this.leading = leading;
    this.caches = caches;
    this.loop = loop;
    this.triggers = triggers;
    this.ledger = ledger;
    this.delivery = delivery;
    this.nodes = nodes;
  }

  @Override
  public void wake() {
    if (leading.getAsBoolean()) {
      loop.get().wake();
    }
  }

  @Override
  public void placementSeen(WorkloadId id, @Nullable WorkloadPlacementSpec spec) {
    if (leading.getAsBoolean()) {
      loop.get().placementSeen(id, spec, caches.get().stays(id));
    }
  }

  @Override
  public void gateSeen(String namespace, @Nullable PlacementGateSpec spec) {
    if (leading.getAsBoolean()) {
      loop.get().gateSeen(namespace, spec);
    }
  }

  @Override
  public void neighbourChanged(String namespace) {
    if (leading.getAsBoolean()) {
      caches.get().workloads(namespace).forEach(triggers::workload);
    }
  }

  @Override
  public void serviceChanged(String namespace, String name) {
    if (leading.getAsBoolean()) {
      caches.get().callersOf(namespace, name).forEach(triggers::workload);
      entranceChanged(namespace);
    }
  }

  @Override
  public void entranceChanged(String namespace) {
    if (leading.getAsBoolean() && !caches.get().workloads(namespace).isEmpty()) {
      loop.get().wake();
    }
  }

  @Override
  public void podChanged(@Nullable Pod before, @Nullable Pod after) {
    Pod pod = after != null ? after : before;
    if (pod == null || !leading.getAsBoolean()) {
      return;
    }
    WorkloadPods pods = caches.get().workloadPods;
    if (pods.isStray(pod)
        || (PodAssignments.node(pod) != null && pods.isDetached(pod))
        || !pods.beyondDecision(before).equals(pods.beyondDecision(after))) {
      loop.get().wake();
    }
    boolean moved = !Relevance.ofOther(before).equals(Relevance.ofOther(after));
    for (BleuWorkload w : caches.get().aboutOthers(pod.getMetadata().getNamespace())) {
      String name = w.getMetadata().getName();
      LabelSelector selector = PodSelectors.of(w);
      if ((before != null && PodAssignments.isMember(name, selector, before))
          || (after != null && PodAssignments.isMember(name, selector, after))) {
        triggers.workload(new WorkloadId(pod.getMetadata().getNamespace(), name));
        if (moved) {
          loop.get().wake();
        }
      }
    }
  }

  @Override
  public void nodeRelabelled(String name) {
    if (leading.getAsBoolean()) {
      caches.get().workloadPods.workloadsOn(name).forEach(triggers::workload);
    }
  }

  @Override
  public void workloadGone(WorkloadId id) {
    delivery.forgetWorkload(id.namespace(), id.name());
    DecisionInForce decided = ledger.inForce(id);
    if (decided != null) {
      decided.spec().assignments().forEach(a -> triggers.zone(a.zone()));
    }
  }

  @Override
  public void retryRefused() {
    if (leading.getAsBoolean()) {
      loop.get().retryRefused();
    }
  }

  @Override
  public void retryRefused(String namespace) {
    if (leading.getAsBoolean()) {
      loop.get().retryRefused(namespace);
    }
  }

  @Override
  public void gone(String uid) {
    nodes.forget(uid);
  }
}
