package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The current state: placements matched to their workloads, by name and, where both have one, uid.
 */
public final class StateLoader {
  private StateLoader() {}

  /**
   * Fills the standings of those that are not taken over from the plan before; returns the
   * placements whose workload is not there, which hold no room.
   */
  public static List<WorkloadId> load(PlanState planState, Estate estate) {
    List<WorkloadId> orphans = new ArrayList<>();
    int next = 0;
    // Both are in the order of their names.
    for (Placement placement : estate.placements()) {
      WorkloadId id = placement.id();
      while (next < planState.workloadStates.length
          && !id(planState, next).equals(id)
          && id(planState, next).compareTo(id) < 0) {
        next++;
      }
      WorkloadState workloadState =
          next < planState.workloadStates.length && id(planState, next).equals(id)
              ? planState.workloadStates[next]
              : null;
      if (workloadState == null || !isOf(placement, workloadState.compiled.workload)) {
        orphans.add(id);
      } else if (!workloadState.inForce().known()) {
        fill(planState, workloadState, placement);
      }
    }
    return orphans;
  }

  private static WorkloadId id(PlanState planState, int number) {
    return planState.workloadStates[number].compiled.workload.id();
  }

  /**
   * The placements in force by workload, without those whose workload does not exist. A workload
   * that was created anew does not have what ran under its name before.
   */
  public static Map<WorkloadId, Placement> inForce(Estate estate) {
    Map<WorkloadId, Workload> workloads = new HashMap<>();
    estate.workloads().forEach(workload -> workloads.put(workload.id(), workload));
    Map<WorkloadId, Placement> inForce = new HashMap<>();
    for (Placement placement : estate.placements()) {
      Workload workload = workloads.get(placement.id());
      if (workload != null && isOf(placement, workload)) {
        inForce.put(placement.id(), placement);
      }
    }
    return inForce;
  }

  /** Whether a placement is of this workload, and not of one that had its name before. */
  private static boolean isOf(Placement placement, Workload workload) {
    return workload.uid() == null
        || placement.uid() == null
        || placement.uid().equals(workload.uid());
  }

  private static void fill(PlanState planState, WorkloadState workloadState, Placement placement) {
    CompiledWorkload compiled = workloadState.compiled;
    boolean bound = compiled.dataBound() && !compiled.workload.suspended();
    int homeless = 0;
    int dataGone = 0;
    boolean homeGone = false;
    for (Assignment assignment : placement.assignments()) {
      int z = planState.topology.number(assignment.zone());
      int replicas = Math.max(0, assignment.replicas());
      int home = Math.max(0, assignment.home());
      int stays = home;
      if (z >= planState.topology.known) {
        // Nothing goes home to a zone that is gone, but data that was there is nowhere else; what
        // is still there counts as at home.
        stays = compiled.dataBound() ? Math.max(home, replicas) : replicas;
        homeGone |= home != stays;
        homeless += Math.max(0, home - stays);
      }
      if (bound && compiled.abandonsVolumesIn(z)) {
        dataGone += Math.max(0, stays - replicas);
        stays = Math.min(stays, replicas);
      }
      workloadState.motion().run(z, replicas, stays);
    }
    if (homeGone) {
      workloadState.notes().because(Decision.Cause.ZoneState);
      workloadState.places().settle(homeless);
    }
    if (bound) {
      workloadState.places().settle(dataGone);
      homeGone |= dataGone > 0;
      // What got volumes while it was away from home has its data where it runs, and none at home.
      homeGone |= workloadState.places().settleAway() > 0;
    }
    BitSet protectedEvents = new BitSet();
    // The zone of an item of a zone is what it was, whatever facts were edited.
    fill(planState, workloadState, placement, protectedEvents, StateLoader::isOfZone);
    fill(planState, workloadState, placement, protectedEvents, event -> !isOfZone(event));
    workloadState.begin(PlacementInForce.of(placement, protectedEvents, homeGone));
  }

  private static boolean isOfZone(Contingency.Event event) {
    return event.scope().equals(Scope.ZONE);
  }

  /** Takes the first of the items that take the zones of a protected event. */
  private static void fill(
      PlanState planState,
      WorkloadState workloadState,
      Placement placement,
      BitSet protectedEvents,
      Predicate<Contingency.Event> which) {
    for (Contingency contingency : placement.contingency()) {
      if (which.test(contingency.event())) {
        int ownEvent = ownEventOf(planState, workloadState.compiled, contingency.event());
        if (ownEvent >= 0 && !protectedEvents.get(ownEvent)) {
          protectedEvents.set(ownEvent);
          fill(planState, workloadState, ownEvent, contingency);
        }
      }
    }
  }

  /** The protected event that takes the zones of an event, whoever names it; -1: none. */
  private static int ownEventOf(
      PlanState planState, CompiledWorkload compiled, Contingency.Event event) {
    int named = compiled.protectedEvents.number(event);
    if (named >= 0) {
      return named;
    }
    Domains domains = planState.topology.domains(event.scope());
    int[] zones =
        IntStream.range(0, planState.topology.known)
            .filter(z -> domains.of(z) >= 0 && domains.values[domains.of(z)].equals(event.value()))
            .toArray();
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      if (Arrays.equals(protectedEvent.members, zones)) {
        return protectedEvent.ofWorkload;
      }
    }
    return -1;
  }

  private static void fill(
      PlanState planState, WorkloadState workloadState, int ownEvent, Contingency contingency) {
    for (Contingency.Move move : contingency.moves()) {
      int from = planState.topology.number(move.from());
      int to = planState.topology.number(move.to());
      if (from >= 0 && to >= 0 && move.replicas() > 0) {
        workloadState.evacuation().move(ownEvent, from, to, move.replicas());
      }
    }
    if (!contingency.evicts().isEmpty()) {
      evict(planState, workloadState, ownEvent, contingency.evicts());
    }
  }

  private static void evict(
      PlanState planState,
      WorkloadState workloadState,
      int ownEvent,
      List<Contingency.Eviction> evictions) {
    List<EvacuationPlan.Victim> victims =
        new ArrayList<>(workloadState.evacuation().evicts(ownEvent));
    for (Contingency.Eviction eviction : evictions) {
      int zone = planState.topology.number(eviction.zone());
      for (CompiledWorkload compiled : planState.compiledWorkloads) {
        if (zone >= 0 && compiled.workload.id().equals(eviction.workload())) {
          victims.add(new EvacuationPlan.Victim(compiled.number, zone, eviction.replicas()));
        }
      }
    }
    workloadState.evacuation().evict(ownEvent, victims);
  }
}
