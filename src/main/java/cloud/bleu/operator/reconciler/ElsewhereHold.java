package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.status.EndingStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a workload back from deletion while something of it may stand in other clusters, where
 * nothing is deleted with it by itself. A zone is held before anything is written there, and until
 * the server that had it says that nothing is left.
 */
public final class ElsewhereHold {

  private final Clusters clusters;
  private final Function<String, @Nullable String> reached;
  private final Delivery delivery;
  private final Predicate<String> served;
  private final Finalizers finalizers;
  private final WorkloadStatusWriter statuses;
  private final Clock clock;

  /**
   * @param reached the uid of the cluster of a zone, if it is reached; null while it is not
   * @param served whether objects may be changed in a namespace; in any other a workload stays held
   *     as it is
   */
  public ElsewhereHold(
      Clusters clusters,
      Function<String, @Nullable String> reached,
      Delivery delivery,
      Predicate<String> served,
      Finalizers finalizers,
      WorkloadStatusWriter statuses,
      Clock clock) {
    this.clusters = clusters;
    this.reached = reached;
    this.delivery = delivery;
    this.served = served;
    this.finalizers = finalizers;
    this.statuses = statuses;
    this.clock = clock;
  }

  /** Holds the zones of the decision; once they are held, releases those that it has left. */
  HoldOutcome hold(
      BleuWorkload workload, @Nullable DecisionInForce inForce, Context<BleuWorkload> context) {
    ZoneHolds holds = holds(workload, inForce);
    boolean leaving = !staying(workload, inForce).containsAll(holds.held().keySet());
    HoldOutcome hold =
        new HoldOutcome(Finalizers.Outcome.NOTHING, List.of(), holds.left(), leaving);
    try {
      return holds.differs()
          ? hold.and(
              () -> HoldOutcome.written(finalizers.elsewhere(workload, holds.next(), context)))
          : hold;
    } catch (KubernetesClientException e) {
      Refusal refusal = Refusal.of(e);
      if (refusal == null) {
        throw e;
      }
      // That a zone cannot be let go is told where it is written, and holds nothing else up.
      return holds.grows() ? hold.and(() -> HoldOutcome.refused(notHeld(refusal))) : hold;
    }
  }

  private static DeliveryProblem notHeld(Refusal refusal) {
    return DeliveryProblem.passing(
        RefusedWrites.Write.Finalizer.reason,
        "without its finalizer what stands in other clusters would be left there, so nothing is"
            + " delivered: "
            + refusal.sentence());
  }

  /** What is to be held, by what the clusters say now. */
  private ZoneHolds holds(BleuWorkload workload, @Nullable DecisionInForce inForce) {
    SortedMap<String, String> held = HeldZones.of(workload);
    Set<String> decided = decided(workload, inForce);
    Set<String> elsewhere =
        decided.stream()
            .filter(zone -> !clusters.of(zone).equals(Clusters.OWN))
            .collect(Collectors.toCollection(TreeSet::new));
    if (inForce == null || !serves(workload) || (held.isEmpty() && elsewhere.isEmpty())) {
      return ZoneHolds.NONE;
    }
    Set<String> staying = staying(workload, inForce);
    Set<String> gone = new TreeSet<>(held.keySet());
    gone.removeAll(staying);
    SortedMap<String, DeliveryProblem> standing = delivery.left(workload, gone, staying);
    elsewhere.removeAll(held.keySet());
    return ZoneHolds.of(held, staying, free(workload, elsewhere), standing);
  }

  /** The zones of some in which something can be written now, with their clusters. */
  private Map<String, String> free(BleuWorkload workload, Set<String> zones) {
    Map<String, String> free = new HashMap<>();
    // Nothing is written beside what is somebody else's: what was not held is not held for that.
    Set<String> obstructed = delivery.obstructed(workload, zones);
    for (String zone : zones) {
      boolean shut = obstructed.contains(zone) || clusters.barred(workload, zone) != null;
      String cluster = shut ? null : reached.apply(zone);
      if (cluster != null) {
        free.put(zone, cluster);
      }
    }
    return free;
  }

  /**
   * Ends what stands of a workload that is being deleted, and no longer holds it for zones of other
   * clusters in which nothing is left. Its status says what is left.
   *
   * @return the end of this look: with the time of the next one, unless it is let go
   * @throws KubernetesClientException when a server cannot be reached or fails
   */
  UpdateControl<BleuWorkload> release(BleuWorkload workload, Context<BleuWorkload> context) {
    SortedMap<String, String> held = HeldZones.of(workload);
    SortedMap<String, DeliveryProblem> left = delivery.remove(workload, held.keySet());
    ZoneHolds holds = ZoneHolds.ofRemoval(held, left);
    return holds.differs()
        ? letGo(workload, holds, context)
        : Requeue.ofRemoval(left.values()).or(tell(workload, left, context).due()).control();
  }

  /** Holds it no more for zones in which nothing is left; the next look is about the others. */
  private UpdateControl<BleuWorkload> letGo(
      BleuWorkload workload, ZoneHolds holds, Context<BleuWorkload> context) {
    try {
      Finalizers.Outcome outcome = finalizers.elsewhere(workload, holds.wanted(), context);
      return holds.wanted().isEmpty()
          ? outcome.control()
          : new Requeue(StatusWriter.OUTDATED).control();
    } catch (KubernetesClientException e) {
      if (Refusal.of(e) == null) {
        throw e;
      }
      // It is told where it is written.
      return new Requeue(Requeue.REFUSED).control();
    }
  }

  private StatusWriter.Outcome tell(
      BleuWorkload workload,
      SortedMap<String, DeliveryProblem> left,
      Context<BleuWorkload> context) {
    BleuWorkloadStatus status = EndingStatus.of(workload, words(left), clock.instant());
    return statuses.ending(workload, status, context);
  }

  /**
   * Leaves a workload that is being deleted as it is, with its finalizers, and says so: nothing may
   * be changed in its namespace.
   */
  UpdateControl<BleuWorkload> stay(BleuWorkload workload, Context<BleuWorkload> context) {
    BleuWorkloadStatus status = EndingStatus.notServed(workload, clock.instant());
    return statuses.unrecorded(workload, status, context).control();
  }

  private boolean serves(BleuWorkload workload) {
    return served.test(workload.getMetadata().getNamespace());
  }

  private static SortedMap<String, String> words(SortedMap<String, DeliveryProblem> left) {
    TreeMap<String, String> words = new TreeMap<>();
    left.forEach((zone, problem) -> words.put(zone, problem.message()));
    return words;
  }

  /** The zones that it has not left: it leaves none before the decision to do so is published. */
  private static Set<String> staying(BleuWorkload workload, @Nullable DecisionInForce inForce) {
    Set<String> staying = new TreeSet<>(decided(workload, inForce));
    if (inForce != null && !inForce.published()) {
      staying.addAll(decided(workload, inForce.asStanding()));
    }
    return staying;
  }

  /** The zones that have replicas by a decision; none of what is realised elsewhere. */
  static Set<String> decided(BleuWorkload workload, @Nullable DecisionInForce inForce) {
    return inForce == null || workload.getSpec().workload().external() != null
        ? Set.of()
        : inForce.spec().assignments().stream()
            .filter(a -> a.replicas() > 0)
            .map(Assignment::zone)
            .collect(Collectors.toSet());
  }
}
