package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.ManagedClusterRef;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.member.GateEnforcement;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.karmada.KarmadaConnection;
import cloud.bleu.operator.member.HubGates;
import cloud.bleu.operator.ocm.ZoneClusters;
import cloud.bleu.operator.probe.ZoneProbes;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.TargetReach;
import cloud.bleu.status.ZoneStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what a zone holds, and holds it back from deletion while something stands in it. */
public final class ZoneReconciler
    implements Reconciler<AvailabilityZone>, LoggedFailures<AvailabilityZone> {

  private final SnapshotBoard board;
  private final Ledger ledger;
  private final Caches caches;
  private final ZoneClusters clusters;
  private final HubGates gates;
  private final KarmadaConnection karmada;
  private final ZoneProbes probes;
  private final Triggers triggers;
  private final Finalizers finalizers;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final Clock clock;

  public ZoneReconciler(
      SnapshotBoard board,
      Ledger ledger,
      Caches caches,
      ZoneClusters clusters,
      HubGates gates,
      KarmadaConnection karmada,
      ZoneProbes probes,
      Triggers triggers,
      Finalizers finalizers,
      StatusEvents events,
      StatusWriter writer,
      Clock clock) {
    this.board = board;
    this.ledger = ledger;
    this.caches = caches;
    this.clusters = clusters;
    this.gates = gates;
    this.karmada = karmada;
    this.probes = probes;
    this.triggers = triggers;
    this.finalizers = finalizers;
    this.events = events;
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AvailabilityZone>> prepareEventSources(
      EventSourceContext<AvailabilityZone> context) {
    return List.of(triggers.zones.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<AvailabilityZone> look(
      AvailabilityZone zone, Context<AvailabilityZone> context) {
    Snapshot snapshot = board.snapshot();
    if (snapshot == null || context.isPrimaryResourceDeleted() || !snapshot.read(zone)) {
      // The placement loop asks again once it has seen this version.
      return UpdateControl.noUpdate();
    }
    boolean refused = false;
    try {
      Finalizers.Outcome held = hold(zone, context);
      if (held != Finalizers.Outcome.NOTHING) {
        return held.control();
      }
    } catch (KubernetesClientException e) {
      if (Refusal.of(e) == null) {
        throw e;
      }
      // It is told as an event; what else there is to say of the zone is said all the same.
      refused = true;
    }
    String name = zone.getMetadata().getName();
    List<String> errors = snapshot.blocking("AvailabilityZone", null, name);
    if ((errors.isEmpty() || isTold(zone)) && isPending(name)) {
      return UpdateControl.<AvailabilityZone>noUpdate().rescheduleAfter(Requeue.AGAIN);
    }
    AvailabilityZoneStatus status = status(zone, snapshot, errors);
    StatusWriter.Outcome outcome = writer.write(zone, status, AvailabilityZone::new, context);
    if (outcome.written()) {
      events.zone(
          zone,
          zone.getStatus() == null ? List.of() : zone.getStatus().conditions(),
          status.conditions());
    }
    return (refused ? new Requeue(Requeue.REFUSED) : Requeue.NEVER).or(outcome.due()).control();
  }

  /** Whether it is told already that its spec, as it is, has errors. */
  private static boolean isTold(AvailabilityZone zone) {
    AvailabilityZoneStatus status = zone.getStatus();
    return status != null
        && Objects.equals(zone.getMetadata().getGeneration(), status.observedGeneration())
        && Conditions.find(status.conditions(), "Stalled") != null;
  }

  /**
   * Whether more is known of the cluster of a zone any moment: then what stands is not replaced.
   */
  private boolean isPending(String zone) {
    Reach reach = clusters.reach(zone);
    GateEnforcement seen = reach == null ? null : gates(zone);
    return clusters.isPending(zone)
        || clusters.awaitsVersion(zone)
        || (karmada.cluster(zone) != null && karmada.isPending())
        || (reach != null && seen != null && seen.isPending(reach, clock.instant()));
  }

  /** Holds a zone back from deletion while it is in use, and not any longer. */
  private Finalizers.Outcome hold(AvailabilityZone zone, Context<AvailabilityZone> context) {
    if (inUse(zone.getMetadata().getName())) {
      return zone.getMetadata().getDeletionTimestamp() == null
          ? finalizers.add(zone, Finalizers.IN_USE, context)
          : Finalizers.Outcome.NOTHING;
    }
    if (clusters.isUnlisted(zone.getMetadata().getName())) {
      // It stays as it is until it is known what stands there: as after a restart.
      return Finalizers.Outcome.NOTHING;
    }
    return finalizers.remove(zone, Finalizers.IN_USE, context);
  }

  private AvailabilityZoneStatus status(
      AvailabilityZone object, Snapshot snapshot, List<String> errors) {
    String name = object.getMetadata().getName();
    Zone zone = snapshot.estate().zone(name);
    Occupancy occupancy = snapshot.occupancy().get(name);
    String cluster = clusters.settle(name);
    return zone == null || occupancy == null || !errors.isEmpty()
        ? ZoneStatus.invalid(object, errors, reach(name), cluster, clock.instant())
        : ZoneStatus.of(
            object,
            zone,
            occupancy,
            snapshot.estate(),
            reach(name),
            cluster,
            probes.of(object),
            clock.instant());
  }

  /** Whether the cluster of a zone is reached; null for a zone of this cluster. */
  private @Nullable TargetReach reach(String zone) {
    Reach member = clusters.reach(zone);
    Reach reach = member == null ? karmada.ofZone(zone) : member;
    String remark = member == null ? karmada.remark(zone) : clusters.remark(zone);
    return reach == null
        ? null
        : new TargetReach(
            reach.state() == Reach.State.ASKING ? null : reach.isReached(),
            reach.reason(),
            reach.message() + (remark == null ? "" : "; " + remark),
            member == null ? TargetReach.Enforcement.OF_KARMADA : enforcement(zone),
            clusters.version(zone));
  }

  private TargetReach.Enforcement enforcement(String zone) {
    GateEnforcement seen = gates(zone);
    return seen == null
        ? TargetReach.Enforcement.OF_AGENT
        : new TargetReach.Enforcement(seen.kept(), seen.reason(), seen.message());
  }

  /**
   * What is known of the gates in the other cluster that a zone is in; null where an agent carries
   * out orders, for they have none.
   */
  private @Nullable GateEnforcement gates(String zone) {
    return ManagedClusterRef.isOne(clusters.of(zone)) ? null : gates.of(clusters.reached(zone));
  }

  /**
   * Whether a workload that is there has replicas in the zone by decision, or a child stands in it.
   * A workload that is gone does not count, even while the ledger cannot be told: the zone's
   * deletion must not wait for another object.
   */
  private boolean inUse(String zone) {
    return caches.hasChildren(zone)
        || clusters.hasChildren(zone)
        || clusters.isHeld(zone)
        || ledger.all().entrySet().stream()
            .anyMatch(
                f ->
                    f.getValue().spec().assignments().stream()
                            .anyMatch(a -> a.zone().equals(zone) && a.replicas() > 0)
                        && caches.holds(f.getKey(), f.getValue().uid()));
  }
}
