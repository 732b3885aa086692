package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.Problem;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.ocm.ZoneClusters;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.status.WorkloadStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a workload back from deletion while something of it may stand in other clusters: nothing
 * there goes with it by itself. A zone is held before anything is written there, and until the
 * server that had it says that nothing is left.
 */
final class ElsewhereHold {

  private final ZoneClusters clusters;
  private final Delivery delivery;
  private final Predicate<String> served;
  private final Finalizers finalizers;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final Clock clock;

  /**
   * @param served whether objects may be changed in a namespace; in any other a workload stays held
   *     as it is
   */
  ElsewhereHold(
      ZoneClusters clusters,
      Delivery delivery,
      Predicate<String> served,
      Finalizers finalizers,
      StatusEvents events,
      StatusWriter writer,
      Clock clock) {
    this.clusters = clusters;
    this.delivery = delivery;
    this.served = served;
    this.finalizers = finalizers;
    this.events = events;
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Holds the zones of the decision, and lets go of those that it has left.
   *
   * @param notHeld to which is added why that cannot be: nothing may be delivered then
   * @param left to which is added what cannot be taken out of a zone that was left
   * @return {@code NOTHING} where the reconciliation goes on
   */
  Finalizers.Outcome hold(
      BleuWorkload workload,
      @Nullable DecisionInForce inForce,
      List<Problem> notHeld,
      List<Problem> left,
      Context<BleuWorkload> context) {
    SortedMap<String, String> held = HeldZones.of(workload);
    Set<String> decided = decided(workload, inForce);
    Set<String> elsewhere =
        decided.stream()
            .filter(zone -> !clusters.of(zone).equals(Clusters.OWN))
            .collect(Collectors.toCollection(TreeSet::new));
    if (inForce == null || !serves(workload) || (held.isEmpty() && elsewhere.isEmpty())) {
      return Finalizers.Outcome.NOTHING;
    }
    Set<String> gone = new TreeSet<>(held.keySet());
    gone.removeAll(decided);
    SortedMap<String, Problem> standing = delivery.left(workload, gone, decided);
    Map<String, String> wanted = new HashMap<>();
    elsewhere.removeAll(held.keySet());
    // Nothing is written beside what is somebody else's: what was not held is not held for that.
    elsewhere.removeAll(delivery.obstructed(workload, elsewhere));
    for (String zone : elsewhere) {
      String cluster = clusters.barred(workload, zone) == null ? clusters.reached(zone) : null;
      if (cluster != null) {
        wanted.put(zone, cluster);
      }
    }
    // A zone of the decision may have something there though it is elsewhere by now.
    wanted.putAll(held);
    gone.stream().filter(zone -> !standing.containsKey(zone)).forEach(wanted::remove);
    standing.values().stream()
        .filter(p -> !p.code().equals(Problem.REMOVING) && !left.contains(p))
        .forEach(left::add);
    try {
      return finalizers.elsewhere(workload, wanted, context);
    } catch (KubernetesClientException e) {
      Refusal refusal = Refusal.of(e);
      if (refusal == null) {
        throw e;
      }
      notHeld.add(
          new Problem(
              RefusedWrites.Write.Finalizer.reason,
              "without its finalizer what stands in other clusters would be left there, so nothing"
                  + " is delivered: "
                  + refusal.sentence(),
              true));
      return Finalizers.Outcome.NOTHING;
    }
  }

  /**
   * Whether the workload has left a zone in which something of it may stand. Not everything that
   * may be left there is watched.
   */
  boolean isLeaving(BleuWorkload workload, @Nullable DecisionInForce inForce) {
    return inForce != null
        && serves(workload)
        && !decided(workload, inForce).containsAll(HeldZones.of(workload).keySet());
  }

  /**
   * Whether a zone of the workload is in a cluster that may answer any moment, as after the start
   * of this process: it is no silent one, so nothing is delivered before it is known, and what
   * stood in the status until now is not worse than nothing.
   */
  boolean isPending(BleuWorkload workload, @Nullable DecisionInForce inForce) {
    return Stream.concat(
            decided(workload, inForce).stream(), HeldZones.of(workload).keySet().stream())
        .anyMatch(clusters::isPending);
  }

  /**
   * Takes a workload that is being deleted out of other clusters.
   *
   * @return when to come again
   */
  UpdateControl<BleuWorkload> release(BleuWorkload workload, Context<BleuWorkload> context) {
    if (!serves(workload)) {
      return stays(workload, context);
    }
    SortedMap<String, String> held = HeldZones.of(workload);
    if (held.isEmpty()) {
      return UpdateControl.noUpdate();
    }
    SortedMap<String, Problem> left = delivery.remove(workload, held.keySet());
    if (!left.keySet().equals(held.keySet())) {
      try {
        held.keySet().retainAll(left.keySet());
        Finalizers.Outcome outcome = finalizers.elsewhere(workload, held, context);
        if (outcome != Finalizers.Outcome.WRITTEN || !left.isEmpty()) {
          return UpdateControl.<BleuWorkload>noUpdate().rescheduleAfter(StatusWriter.OUTDATED);
        }
        return outcome.control();
      } catch (KubernetesClientException e) {
        if (Refusal.of(e) == null) {
          throw e;
        }
        // It is told where it is written.
        return after(WorkloadReconciler.REFUSED);
      }
    }
    Duration again =
        left.values().stream().allMatch(p -> p.code().equals(Problem.REMOVING))
            ? WorkloadReconciler.AGAIN
            : WorkloadReconciler.REFUSED;
    BleuWorkloadStatus status = WorkloadStatus.ending(workload, words(left), clock.instant());
    StatusWriter.Outcome outcome = writer.write(workload, status, BleuWorkload::new, context);
    if (outcome.written()) {
      events.ending(workload, status);
    }
    return after(again);
  }

  private boolean serves(BleuWorkload workload) {
    return served.test(workload.getMetadata().getNamespace());
  }

  /** Leaves a workload that is being deleted as it is, with its finalizers, and says so. */
  private UpdateControl<BleuWorkload> stays(BleuWorkload workload, Context<BleuWorkload> context) {
    if (!Finalizers.has(workload, Finalizers.RESTORE) && HeldZones.of(workload).isEmpty()) {
      return UpdateControl.noUpdate();
    }
    BleuWorkloadStatus status = WorkloadStatus.endingNotServed(workload, clock.instant());
    return writer.write(workload, status, BleuWorkload::new, context).control();
  }

  private static SortedMap<String, String> words(SortedMap<String, Problem> left) {
    TreeMap<String, String> words = new TreeMap<>();
    left.forEach((zone, problem) -> words.put(zone, problem.message()));
    return words;
  }

  private static UpdateControl<BleuWorkload> after(Duration again) {
    return UpdateControl.<BleuWorkload>noUpdate().rescheduleAfter(again);
  }

  private static Set<String> decided(BleuWorkload workload, @Nullable DecisionInForce inForce) {
    return inForce == null || workload.getSpec().workload().external() != null
        ? Set.of()
        : inForce.spec().assignments().stream()
            .filter(a -> a.replicas() > 0)
            .map(Assignment::zone)
            .collect(Collectors.toSet());
  }
}
