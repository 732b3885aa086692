package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.operator.probe.ZoneProbes;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.ZoneStatus;
import cloud.bleu.status.loss.LossWords;
import io.fabric8.kubernetes.api.model.Condition;
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
    implements Reconciler<AvailabilityZone>, ResourceReconciler<AvailabilityZone> {

  private final SnapshotBoard board;
  private final ZoneHold holds;
  private final ZoneReach reach;
  private final ZoneProbes probes;
  private final ZoneStatusWriter statuses;
  private final Triggers triggers;
  private final Clock clock;

  /**
   * @param board has what the last pass read and decided
   * @param holds what holds a zone back from deletion
   * @param reach what is known of the clusters that zones are in
   * @param probes what came of them
   * @param statuses where it is written how a zone is
   * @param triggers who asks for looks
   */
  public ZoneReconciler(
      SnapshotBoard board,
      ZoneHold holds,
      ZoneReach reach,
      ZoneProbes probes,
      ZoneStatusWriter statuses,
      Triggers triggers,
      Clock clock) {
    this.board = board;
    this.holds = holds;
    this.reach = reach;
    this.probes = probes;
    this.statuses = statuses;
    this.triggers = triggers;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AvailabilityZone>> prepareEventSources(
      EventSourceContext<AvailabilityZone> context) {
    return List.of(triggers.zones.over(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<AvailabilityZone> reconcileResource(
      AvailabilityZone zone, Context<AvailabilityZone> context) {
    Snapshot snapshot = board.snapshot();
    if (snapshot == null || context.isPrimaryResourceDeleted() || !snapshot.read(zone)) {
      // The placement loop asks again once it has seen this version.
      return UpdateControl.noUpdate();
    }
    ZoneHold.Outcome hold = holds.hold(zone, context);
    if (hold.ends()) {
      return hold.written().control();
    }
    String name = zone.getMetadata().getName();
    List<String> errors = snapshot.blocking("AvailabilityZone", null, name);
    LossWords losses = new LossWords(snapshot.estate(), name);
    if ((errors.isEmpty() || isTold(zone, errors, losses)) && reach.isPending(name)) {
      return new Requeue(Requeue.AGAIN).control();
    }
    AvailabilityZoneStatus status = status(zone, snapshot, errors, losses);
    if (reach.isNew(name) && isWithoutNodes(zone.getStatus(), status)) {
      return new Requeue(Requeue.AGAIN).control();
    }
    StatusWriter.Outcome outcome = statuses.write(zone, status, context);
    return hold.again().or(outcome.due()).control();
  }

  /**
   * Whether what stands says more of the nodes there than is known by now: they are listed once
   * their cluster is reached, as after a restart.
   */
  private static boolean isWithoutNodes(
      @Nullable AvailabilityZoneStatus stands, AvailabilityZoneStatus known) {
    return stands != null && !stands.largestFit().isEmpty() && known.largestFit().isEmpty();
  }

  /** Whether it is told already of its spec, as it is, what is wrong with it. */
  private boolean isTold(AvailabilityZone zone, List<String> errors, LossWords losses) {
    AvailabilityZoneStatus status = zone.getStatus();
    return status != null
        && Objects.equals(
            stalled(ZoneStatus.invalid(zone, errors, null, null, losses, clock.instant())),
            stalled(status));
  }

  private static @Nullable Condition stalled(AvailabilityZoneStatus status) {
    return Conditions.find(status.conditions(), "Stalled");
  }

  private AvailabilityZoneStatus status(
      AvailabilityZone object, Snapshot snapshot, List<String> errors, LossWords losses) {
    String name = object.getMetadata().getName();
    Zone zone = snapshot.estate().zone(name);
    Occupancy occupancy = snapshot.occupancy().get(name);
    String cluster = reach.cluster(name);
    return zone == null || occupancy == null || !errors.isEmpty()
        ? ZoneStatus.invalid(object, errors, reach.of(name), cluster, losses, clock.instant())
        : ZoneStatus.of(
            object,
            zone,
            occupancy,
            snapshot.estate(),
            reach.of(name),
            cluster,
            probes.of(object),
            clock.instant());
  }
}
