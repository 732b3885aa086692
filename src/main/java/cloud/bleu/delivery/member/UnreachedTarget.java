package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that cannot be reached at all: nothing is known of what it holds, and it takes nothing.
 */
public final class UnreachedTarget implements ZoneTarget, ClusterWideTarget {

  private final Supplier<Reach> reach;

  /**
   * @param reach why there is none
   */
  public UnreachedTarget(Supplier<Reach> reach) {
    this.reach = reach;
  }

  /** What that means for a zone. */
  static DeliveryProblem problem(String zone, Reach reach) {
    if (reach.reason().equals(DeliveryProblem.ANOTHER_CLUSTER)
        || reach.reason().equals(DeliveryProblem.SAME_CLUSTER)
        || reach.reason().equals(DeliveryProblem.SAME_IDENTITY)) {
      return DeliveryProblem.forPerson(reach.reason(), "zone " + zone + ": " + reach.message());
    }
    return DeliveryProblem.unseenZone(
        "what stands in zone " + zone + " is not known: " + reach.message(), zone);
  }

  /** An observation of a zone in a cluster that is not reached: nothing is seen of the zone. */
  public static TargetObservation.Unseen unseen(String zone, Reach reach) {
    return new TargetObservation.Unseen(problem(zone, reach), reach.since());
  }

  @Override
  public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
    Reach now = reach.get();
    Map<String, TargetObservation.Unseen> unseen = new HashMap<>();
    zones.forEach(zone -> unseen.put(zone, unseen(zone, now)));
    return new TargetObservation(List.of(), Map.of(), unseen);
  }

  @Override
  public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
    return false;
  }

  @Override
  public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
    return Acceptance.NOT_ASKED;
  }

  @Override
  public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
    return Ensured.refused(problem(desired.zone(), reach.get()));
  }

  @Override
  public @Nullable EgressReport ensureEgress(
      BleuWorkload workload, Pods pods, List<DeliveryProblem> problems) {
    return observeEgress(workload, pods);
  }

  @Override
  public @Nullable EgressReport observeEgress(BleuWorkload workload, Pods pods) {
    return workload.getSpec().residency().egress() == null
        ? null
        : new EgressReport(List.of(unknown(reach.get())), List.of());
  }

  @Override
  public boolean ensureBudget(
      BleuWorkload workload,
      Pods pods,
      @Nullable Integer maxUnavailable,
      List<DeliveryProblem> problems) {
    return false;
  }

  @Override
  public void withdraw(BleuWorkload workload, List<DeliveryProblem> problems) {}

  @Override
  public DeliveryProblem left(BleuWorkload workload, Set<String> staying) {
    return DeliveryProblem.LEFT_UNKNOWN;
  }

  /** What that means for what pods may call. */
  static DeliveryProblem unknown(Reach reach) {
    return DeliveryProblem.unreachable(
        "whether a NetworkPolicy binds the pods is not known: " + reach.message());
  }
}
