package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.PodOrder;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.gate.DeliveryOrders;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.pass.PlacementRefusals;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.pod.PodSelectors;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Delivers the decision in force for a workload, as far as that may be delivered now. */
public final class WorkloadDelivery {

  private static final DeliveryReport NOTHING =
      DeliveryReport.incomplete(List.of(), List.of(), null);

  private final Ledger ledger;
  private final Gates gates;
  private final DeliveryOrders orders;
  private final Delivery delivery;
  private final PendingClusters pending;
  private final Predicate<String> served;
  private final RefusedWrites refused;

  /**
   * @param served whether objects may be changed in a namespace; in any other what stands is looked
   *     at
   */
  public WorkloadDelivery(
      Ledger ledger,
      Gates gates,
      DeliveryOrders orders,
      Delivery delivery,
      PendingClusters pending,
      Predicate<String> served,
      RefusedWrites refused) {
    this.ledger = ledger;
    this.gates = gates;
    this.orders = orders;
    this.delivery = delivery;
    this.pending = pending;
    this.served = served;
    this.refused = refused;
  }

  /**
   * Whether nothing can be planned yet: a cluster that it concerns may answer any moment.
   *
   * @param inForce the decision, null: there is none
   */
  boolean isPending(BleuWorkload workload, @Nullable DecisionInForce inForce) {
    return pending.concern(workload, inForce);
  }

  /**
   * What is to be delivered now.
   *
   * @param inForce the decision, null: there is none
   * @param frozen whether the workload has errors: what stands there stands on
   * @param hold what came of holding the workload back from deletion
   */
  DeliveryPlan plan(
      BleuWorkload workload, @Nullable DecisionInForce inForce, boolean frozen, HoldOutcome hold) {
    WorkloadId id = ObjectRef.workload(workload);
    return DeliveryPlan.of(
        new DeliveryPlan.Facts(
            inForce,
            served.test(id.namespace()),
            PodSelectors.of(workload) != null,
            frozen || Boolean.TRUE.equals(workload.getSpec().suspend()),
            hold,
            PlacementRefusals.problems(ledger.refused().get(id)),
            gates.passage(id, inForce)));
  }

  /**
   * Carries a plan out, and tells when the API server refuses that.
   *
   * @return what there is now, and what keeps it from being as decided
   */
  DeliveryReport carryOut(DeliveryPlan plan, BleuWorkload workload, Snapshot snapshot) {
    DeliveryReport seen = carriedOut(plan, workload, snapshot);
    tellRefused(plan, workload, seen);
    return plan.report(seen);
  }

  private DeliveryReport carriedOut(DeliveryPlan plan, BleuWorkload workload, Snapshot snapshot) {
    DecisionInForce inForce = plan.facts().inForce();
    if (inForce == null) {
      return NOTHING;
    }
    return switch (plan.scope()) {
      case NONE -> NOTHING;
      case STANDING_DECISION ->
          delivery.observe(orders.of(workload, inForce.asStanding(), snapshot));
      case OBSERVATION -> delivery.observe(orders.of(workload, inForce, snapshot));
      case ZONES -> delivery.deliver(orders.of(workload, inForce, snapshot));
      case PODS ->
          delivery.deliver(
              pods(workload, Objects.requireNonNull(plan.facts().gate().pods())),
              orders.of(workload, inForce, snapshot),
              plan.frozen());
    };
  }

  private PodOrder pods(BleuWorkload workload, PodAssignments assignments) {
    WorkloadId id = ObjectRef.workload(workload);
    return new PodOrder(
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

  /** For how long the API server has refused what is to be delivered; null: it refuses nothing. */
  @Nullable Duration refused(BleuWorkload workload) {
    return refused.lasts(RefusedWrites.Write.Child, EventRecorder.reference(workload));
  }

  private void tellRefused(DeliveryPlan plan, BleuWorkload workload, DeliveryReport seen) {
    ObjectReference regarding = EventRecorder.reference(workload);
    DeliveryProblem refusal =
        seen.problems().stream()
            .filter(
                p ->
                    p.code().equals(DeliveryProblem.REFUSED)
                        || p.code().equals(DeliveryProblem.REJECTED))
            // What is to be told comes before what is not.
            .min(Comparator.comparing(DeliveryProblem::isOfEndingNamespace))
            .orElse(null);
    if (refusal != null) {
      refused.refused(
          RefusedWrites.Write.Child,
          regarding,
          refusal.message(),
          refusal.isOfEndingNamespace() ? Refusal.Source.EndingNamespace : null);
    } else if (plan.endsRefusals(seen)) {
      refused.over(RefusedWrites.Write.Child, regarding);
    }
  }
}
