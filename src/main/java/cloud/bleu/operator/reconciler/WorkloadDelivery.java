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
    DeliveryReport report =
        served.test(workload.getMetadata().getNamespace())
            ? report(workload, inForce, snapshot, frozen, notHeld)
            : observe(workload, inForce, snapshot);
    tellRefused(workload, report);
    return report;
  }

  private DeliveryReport report(
      BleuWorkload workload,
      @Nullable DecisionInForce inForce,
      Snapshot snapshot,
      boolean frozen,
      List<Problem> notHeld) {
    WorkloadId id = ObjectRef.workload(workload);
    List<Problem> notWritten = PlacementRefusals.problems(ledger.refused().get(id));
    if (inForce == null || !inForce.published()) {
      return waiting(workload, inForce, snapshot, notWritten);
    }
    if (OthersPods.selector(workload) != null) {
      return others(workload, inForce, snapshot, frozen).plus(notWritten);
    }
    DeliveryOrder order = orders.of(workload, inForce, snapshot);
    if (!notHeld.isEmpty()) {
      return delivery.observe(order).held(notHeld);
    }
    if (!gates.open(id, inForce)) {
      return delivery.observe(order).held(gates.problems(id));
    }
    DeliveryReport report =
        stands(workload, frozen) ? delivery.observe(order) : delivery.deliver(order);
    return report.plus(notWritten);
  }

  /** What stands of a workload in a namespace in which nothing may be changed. */
  private DeliveryReport observe(
      BleuWorkload workload, @Nullable DecisionInForce inForce, Snapshot snapshot) {
    if (inForce == null || !inForce.published() || OthersPods.selector(workload) != null) {
      return waiting(workload, inForce, snapshot, List.of());
    }
    return delivery.observe(orders.of(workload, inForce, snapshot));
  }

  /** Nothing acts on a decision that is not published: what stands there stands on. */
  private DeliveryReport waiting(
      BleuWorkload workload,
      @Nullable DecisionInForce inForce,
      Snapshot snapshot,
      List<Problem> notWritten) {
    if (inForce == null || inForce.standing() == null || OthersPods.selector(workload) != null) {
      return new DeliveryReport(List.of(), notWritten, false, false, false);
    }
    return delivery.observe(orders.of(workload, inForce.asStanding(), snapshot)).held(notWritten);
  }

  /** Pods within the decision are let in though it is frozen: what is frozen is the decision. */
  private DeliveryReport others(
      BleuWorkload workload, DecisionInForce inForce, Snapshot snapshot, boolean frozen) {
    WorkloadId id = ObjectRef.workload(workload);
    PodAssignments assignments = gates.pods(id.namespace());
    if (assignments == null || !gates.open(id, inForce)) {
      return new DeliveryReport(List.of(), gates.problems(id), false, false, false);
    }
    return delivery.deliver(
        new PodOrder(
            id.name(), orders.others(workload), zones(assignments, id), orders.selectors()),
        orders.of(workload, inForce, snapshot),
        stands(workload, frozen));
  }

  /** The zones that pods of a workload are assigned to, by name of the pod. */
  private static Map<String, String> zones(PodAssignments assignments, WorkloadId id) {
    Map<String, String> zones = new HashMap<>();
    assignments
        .assigned()
        .forEach(
            (pod, to) -> {
              if (to.workload().equals(id.name())) {
                zones.put(pod, to.zone());
              }
            });
    return zones;
  }

  /** Whether what stands there stands on as it is. */
  private static boolean stands(BleuWorkload workload, boolean frozen) {
    return frozen || Boolean.TRUE.equals(workload.getSpec().suspend());
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
