package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Moved;
import cloud.bleu.drill.DrillRecord;
import cloud.bleu.drill.DrillTranslator;
import cloud.bleu.drill.LiveDrill;
import cloud.bleu.drill.LiveStatus;
import cloud.bleu.drill.LiveStep;
import cloud.bleu.drill.LiveView;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.drill.LiveTurn;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.objective.RecoveryObjectives;
import cloud.bleu.status.ObservedChildren;
import cloud.bleu.translate.workload.ObjectivesTranslator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes live drills from one state to the next. It writes their status and nothing else: the pass
 * that reads the status moves the replicas, as for any zone that is drained. One thread at a time
 * looks, so that no two drills begin at once.
 */
final class LiveDrills {

  /** Between two looks while something moves; what it measures is as exact as that. */
  private static final Duration MOVING = Duration.ofSeconds(1);

  /** Between two looks while something comes home, or replicas are to be ready first. */
  private static final Duration WAITING = Duration.ofSeconds(5);

  private final SnapshotBoard board;
  private final Caches caches;
  private final LiveTurn turn;
  private final StatusEvents events;
  private final StatusWriter writer;

  LiveDrills(SnapshotBoard board, Caches caches, StatusEvents events, StatusWriter writer) {
    this.board = board;
    this.caches = caches;
    this.turn = new LiveTurn(caches.drills::list);
    this.events = events;
    this.writer = writer;
  }

  /**
   * Brings one a step further.
   *
   * @param seen whether the pass of the snapshot, or one before it, has read the drill as it stands
   */
  synchronized UpdateControl<ResilienceDrill> look(
      ResilienceDrill drill,
      DrillTranslator.Read read,
      boolean seen,
      Snapshot snapshot,
      Instant now,
      Context<ResilienceDrill> context) {
    LiveStep step = LiveDrill.next(drill, read, view(drill, read, seen, snapshot, now));
    ResilienceDrillStatus status = LiveStatus.of(drill, read, step, now);
    StatusWriter.Outcome outcome = writer.write(drill, status, ResilienceDrill::new, context);
    if (outcome.written()) {
      written(drill, step);
    }
    Duration again = again(step);
    Duration due = outcome.due();
    if (again == null || due != null && due.compareTo(again) < 0) {
      return outcome.control();
    }
    return UpdateControl.<ResilienceDrill>noUpdate().rescheduleAfter(again);
  }

  private void written(ResilienceDrill drill, LiveStep step) {
    if (step instanceof LiveStep.Begins begins) {
      turn.begun(drill, begins.live());
      events.drillBegan(
          drill,
          "%s: %s workloads move away, successors first"
              .formatted(begins.live().scope(), begins.live().workloads().size()));
    } else if (step instanceof LiveStep.Ends ends) {
      String verdict = ends.run().verdict();
      if (verdict.equals(DrillRecord.ABORTED)) {
        events.drillAborted(drill, DrillRecord.summary(ends.run()));
      } else {
        events.drill(drill, verdict.equals(DrillRecord.PASSED), DrillRecord.summary(ends.run()));
      }
    }
  }

  private static @Nullable Duration again(LiveStep step) {
    if (step instanceof LiveStep.Begins || step instanceof LiveStep.Moves) {
      return MOVING;
    }
    if (step instanceof LiveStep.Waits waits) {
      return waits.told() ? null : WAITING;
    }
    return step instanceof LiveStep.Ends || step instanceof LiveStep.Returns ? WAITING : null;
  }

  private LiveView view(
      ResilienceDrill drill,
      DrillTranslator.Read read,
      boolean seen,
      Snapshot snapshot,
      Instant now) {
    Estate estate = snapshot.inForce();
    Map<WorkloadId, LiveView.Running> running = new HashMap<>();
    Set<WorkloadId> concerned = concerned(drill, read, estate);
    Set<WorkloadId> all = new HashSet<>(concerned);
    // A keep is watched wherever it is asked for; an rto only of what moves.
    estate.workloads().stream().filter(w -> !w.tolerate().isEmpty()).forEach(w -> all.add(w.id()));
    for (WorkloadId id : all) {
      LiveView.Running known = running(id, concerned.contains(id));
      if (known != null) {
        running.put(id, known);
      }
    }
    return new LiveView(
        now, seen, estate, snapshot.uncommitted(), awaiting(snapshot), running, turn.other(drill));
  }

  /** The workloads that lack a place because nobody is evicted for a drill. */
  private static Set<WorkloadId> awaiting(Snapshot snapshot) {
    Set<WorkloadId> awaiting = new HashSet<>();
    for (Decision decision : snapshot.decisions().values()) {
      if (decision.says(ReasonCode.EvictionAwaited)) {
        awaiting.add(decision.id());
      }
    }
    return awaiting;
  }

  /** The workloads of a run that is under way, or those in the zones that it would take. */
  private static Set<WorkloadId> concerned(
      ResilienceDrill drill, DrillTranslator.Read read, Estate estate) {
    Set<WorkloadId> concerned = new HashSet<>();
    Live live = LiveDrill.running(drill);
    if (live != null) {
      for (Moved moved : live.workloads()) {
        concerned.add(new WorkloadId(moved.namespace(), moved.name()));
      }
    } else if (read.order() != null) {
      Collection<String> zones = read.order().loss().zones();
      for (Placement placement : estate.placements()) {
        for (Assignment assignment : placement.assignments()) {
          if (zones.contains(assignment.zone())) {
            concerned.add(placement.id());
          }
        }
      }
    }
    return concerned;
  }

  /** What runs of a workload; null while not all of it is seen, as when a process begins. */
  private LiveView.@Nullable Running running(WorkloadId id, boolean timed) {
    ObservedChildren observed = board.observed(id);
    if (observed == null
        || observed.zones().values().stream().anyMatch(in -> in.unknownSince() != null)) {
      return null;
    }
    Map<String, Integer> byZone = new TreeMap<>();
    observed.zones().forEach((zone, in) -> byZone.put(zone, in.ready()));
    BleuWorkload workload =
        timed ? caches.workloads.getIndexer().getByKey(id.namespace() + "/" + id.name()) : null;
    RecoveryObjectives.Limit rto =
        workload == null ? null : ObjectivesTranslator.of(workload).rto();
    return new LiveView.Running(observed.ready(), byZone, rto == null ? null : rto.duration());
  }
}
