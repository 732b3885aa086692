package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.DeliveryOrder;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.PodOrder;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.OthersPods;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.gate.Orders;
import cloud.bleu.operator.pass.PlacementRefusals;
import cloud.bleu.operator.reconciler.DeliveryScope.Extent;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Delivers the decision in force for a workload, as far as that may be delivered now. */
final class WorkloadDelivery {

  private final Ledger ledger;
  private final Gates gates;
  private final Orders orders;
  private final Delivery delivery;
  private final Predicate<String> served;
  private final RefusedWrites refused;

  /**
   * @param served whether objects may be changed in a namespace; in any other what stands is looked
   *     at
   */
  WorkloadDelivery(
      Ledger ledger,
      Gates gates,
      Orders orders,
      Delivery delivery,
      Predicate<String> served,
      RefusedWrites refused) {
    this.ledger = ledger;
    this.gates = gates;
    this.orders = orders;
    this.delivery = delivery;
    this.served = served;
    this.refused = refused;
  }

  /**
   * Delivers it, and tells when the API server refuses that.
   *
   * @param inForce the decision, null: there is none
   * @param frozen whether the workload has errors: what stands there stands on
   * @param notHeld why the workload cannot be held back from deletion; then nothing is delivered
   * @return what there is now, and what keeps it from being as decided
   */
  DeliveryReport deliver(
      BleuWorkload workload,
      @Nullable DecisionInForce inForce,
      Snapshot snapshot,
      boolean frozen,
      List<Problem> notHeld) {
    boolean isOthers = OthersPods.selector(workload) != null;
    PodAssignments pods = gates.pods(workload.getMetadata().getNamespace());
    // Pods of others wait until it is known which of them have a zone.
    boolean open = isOpen(workload, inForce) && (!isOthers || pods != null);
    DeliveryScope scope = DeliveryScope.of(inForce, obstacles(workload, frozen, notHeld, open));
    DeliveryReport report =
        isOthers
            ? others(workload, inForce, snapshot, scope, pods)
            : children(workload, inForce, snapshot, scope);
    if (scope.isTried()) {
      tellRefused(workload, report);
    }
    return report;
  }

  private boolean isOpen(BleuWorkload workload, @Nullable DecisionInForce inForce) {
    return inForce != null && gates.open(ObjectRef.workload(workload), inForce);
  }

  private DeliveryScope.Obstacles obstacles(
      BleuWorkload workload, boolean frozen, List<Problem> notHeld, boolean open) {
    WorkloadId id = ObjectRef.workload(workload);
    return new DeliveryScope.Obstacles(
        served.test(id.namespace()),
        frozen || Boolean.TRUE.equals(workload.getSpec().suspend()),
        PlacementRefusals.problems(ledger.refused().get(id)),
        notHeld,
        open,
        gates.problems(id));
  }

  private DeliveryReport children(
      BleuWorkload workload,
      @Nullable DecisionInForce inForce,
      Snapshot snapshot,
      DeliveryScope scope) {
    DecisionInForce by =
        inForce == null || scope.extent() != Extent.BEFORE ? inForce : inForce.asStanding();
    if (by == null || !by.published()) {
      return nothing(scope);
    }
    DeliveryOrder order = orders.of(workload, by, snapshot);
    return switch (scope.extent()) {
      case NOTHING -> nothing(scope);
      case BEFORE, HELD -> delivery.observe(order).held(scope.why());
      case LOOK, FROZEN -> delivery.observe(order).plus(scope.why());
      case WHOLE -> delivery.deliver(order).plus(scope.why());
    };
  }

  /** Pods within the decision are let in though it is frozen: what is frozen is the decision. */
  private DeliveryReport others(
      BleuWorkload workload,
      @Nullable DecisionInForce inForce,
      Snapshot snapshot,
      DeliveryScope scope,
      @Nullable PodAssignments pods) {
    boolean frozen = scope.extent() == Extent.FROZEN;
    if (inForce == null || pods == null || !(frozen || scope.extent() == Extent.WHOLE)) {
      return nothing(scope);
    }
    String name = workload.getMetadata().getName();
    return delivery
        .deliver(
            new PodOrder(name, orders.others(workload), zones(pods, name), orders.selectors()),
            orders.of(workload, inForce, snapshot),
            frozen)
        .plus(scope.why());
  }

  /** Nothing is looked at here: there is nothing, or it is pods that are looked at elsewhere. */
  private static DeliveryReport nothing(DeliveryScope scope) {
    return new DeliveryReport(List.of(), scope.why(), false, false, false);
  }

  /** The zones that pods of a workload are assigned to, by name of the pod. */
  private static Map<String, String> zones(PodAssignments assignments, String workload) {
    Map<String, String> zones = new HashMap<>();
    assignments
        .assigned()
        .forEach(
            (pod, to) -> {
              if (to.workload().equals(workload)) {
                zones.put(pod, to.zone());
              }
            });
    return zones;
  }

  private void tellRefused(BleuWorkload workload, DeliveryReport report) {
    ObjectReference regarding = EventRecorder.reference(workload);
    report.problems().stream()
        .filter(p -> p.code().equals(Problem.REFUSED) || p.code().equals(Problem.REJECTED))
        .findFirst()
        .ifPresentOrElse(
            p -> refused.refused(RefusedWrites.Write.Child, regarding, p.message()),
            () -> refused.over(RefusedWrites.Write.Child, regarding));
  }
}
