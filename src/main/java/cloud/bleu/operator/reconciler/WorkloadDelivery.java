package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.Delivery;
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
   * What is to be delivered now.
   *
   * @param inForce the decision, null: there is none
   * @param frozen whether the workload has errors: what stands there stands on
   * @param notHeld why the workload cannot be held back from deletion; then nothing is delivered
   */
  DeliveryPlan plan(
      BleuWorkload workload,
      @Nullable DecisionInForce inForce,
      boolean frozen,
      List<Problem> notHeld) {
    WorkloadId id = ObjectRef.workload(workload);
    boolean others = OthersPods.selector(workload) != null;
    return DeliveryPlan.of(
        new DeliveryPlan.Facts(
            inForce,
            served.test(id.namespace()),
            others,
            frozen || Boolean.TRUE.equals(workload.getSpec().suspend()),
            notHeld,
            PlacementRefusals.problems(ledger.refused().get(id)),
            inForce != null
                && gates.open(id, inForce)
                && !(others && gates.pods(id.namespace()) == null),
            gates.problems(id)));
  }

  /**
   * Carries a plan out, and tells when the API server refuses that.
   *
   * @param inForce the decision that the plan is about
   * @return what there is now, and what keeps it from being as decided
   */
  DeliveryReport carryOut(
      DeliveryPlan plan,
      BleuWorkload workload,
      @Nullable DecisionInForce inForce,
      Snapshot snapshot) {
    DeliveryReport report =
        inForce == null ? plan.report() : carriedOut(plan, workload, inForce, snapshot);
    if (inForce == null || plan.endsRefusals()) {
      tellRefused(workload, report);
    }
    return report;
  }

  private DeliveryReport carriedOut(
      DeliveryPlan plan, BleuWorkload workload, DecisionInForce inForce, Snapshot snapshot) {
    return switch (plan.scope()) {
      case NONE -> plan.report();
      case STANDING_DECISION ->
          plan.report(delivery.observe(orders.of(workload, inForce.asStanding(), snapshot)));
      case OBSERVATION -> plan.report(delivery.observe(orders.of(workload, inForce, snapshot)));
      case ZONES -> plan.report(delivery.deliver(orders.of(workload, inForce, snapshot)));
      case PODS -> {
        PodOrder pods = pods(workload);
        // What is not known any more takes no pod back.
        yield pods == null
            ? plan.report()
            : plan.report(
                delivery.deliver(pods, orders.of(workload, inForce, snapshot), plan.frozen()));
      }
    };
  }

  private @Nullable PodOrder pods(BleuWorkload workload) {
    WorkloadId id = ObjectRef.workload(workload);
    PodAssignments assignments = gates.pods(id.namespace());
    return assignments == null
        ? null
        : new PodOrder(
            id.name(), orders.others(workload), zones(assignments, id), orders.selectors());
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
