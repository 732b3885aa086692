package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much room is taken by replicas that have outgrown their zone: no more than others and the
 * reserves left when these were decided. Moves that evict some of them at a loss were proven to fit
 * beside what runs now, and nobody knows how much room these evictions give. So nothing new comes
 * to the zones of such moves.
 */
public final class OutgrownRoom {
  private final PlanState planState;
  private final CapacityLedger ledger;

  /** By zone: moves in force rest on its eviction there. */
  private final boolean[] restedOn;

  /** By column, what bounds it; empty where nothing has outgrown its zone. */
  private long[] bounds = {};

  /** Of a plan in which what runs is counted. */
  public OutgrownRoom(PlanState planState) {
    this.planState = planState;
    ledger = planState.ledger;
    restedOn = new boolean[planState.zones()];
  }

  /**
   * Bounds what outgrown replicas count by what is in force, before any of that is carried out.
   * Where moves rest on the eviction of such replicas, these count as nothing until {@link #moved},
   * if all that comes there now was proven to fit at the loss of these moves: then it fits once the
   * moves are made.
   *
   * @param order that of decisions, in which evictions are promised
   */
  public void bound(List<WorkloadState> order) {
    ledger.used.forgetOutgrown();
    ledger.outgrown.open();
    ledger.surge.contain();
    if (!ledger.used.hasOutgrown()) {
      return;
    }
    List<WorkloadState> held = new ArrayList<>();
    List<EvacuationPlan> inForce = new ArrayList<>();
    for (WorkloadState each : order) {
      if (!each.reserved()) {
        held.add(each);
        inForce.add(each.evacuation().copy());
        // What is no longer to be had as it was says nothing of what there was room for.
        if (!planState.hold(each)) {
          planState.release(each);
        }
      }
    }
    // What stands still keeps its moves whatever has come to their zones since: they prove nothing.
    List<WorkloadState> unproven =
        order.stream()
            .filter(each -> each.compiled.workload.suspended() && each.reserved())
            .toList();
    unproven.forEach(planState::release);
    ledger.boundOutgrown();
    unproven.forEach(planState::hold);
    bounds = ledger.used.bounds();
    List<VacatedZones.DueMoves> now = VacatedZones.DueMoves.of(planState, order);
    held.forEach(each -> rest(each, now));
    for (int i = 0; i < held.size(); i++) {
      planState.release(held.get(i));
      held.get(i).evacuation().copy(inForce.get(i));
    }
  }

  private void rest(WorkloadState workloadState, List<VacatedZones.DueMoves> now) {
    int columns = planState.columns.count;
    EvacuationPlan evacuation = workloadState.evacuation();
    for (int at = 0; at < evacuation.size() && workloadState.reserved(); at++) {
      int ownEvent = evacuation.ownEvent(at);
      ProtectedEvent loss = workloadState.compiled.protectedEvents.list[ownEvent];
      for (EvacuationPlan.Victim victim : evacuation.evictsAt(at)) {
        if (hasOutgrown(victim)) {
          int zone = victim.zone();
          restedOn[zone] = true;
          if (now.stream().allMatch(each -> each.provenAt(loss, zone))) {
            ledger.used.forgetOutgrown(zone * columns, (zone + 1) * columns);
            ledger.outgrown.forget(zone);
          }
        }
      }
    }
  }

  /**
   * Moves in force are carried out. From now on outgrown replicas count up to their bound, and as
   * no more than those that came have left, for these had their room. Moves that rest on the
   * eviction of outgrown replicas were not proven beside those that came, so they rest on it no
   * more.
   *
   * @param order that of decisions
   */
  public void moved(List<WorkloadState> order) {
    if (bounds.length == 0) {
      return;
    }
    ledger.used.bound(bounds);
    ledger.surge.contain();
    ledger.outgrown.open();
    for (int at = 0; at < bounds.length; at++) {
      long over = ledger.used.of(at) - planState.columns.capacity[at];
      if (over > 0) {
        ledger.used.cutOutgrown(at, over);
      }
    }
    for (WorkloadState each : order) {
      EvacuationPlan evacuation = each.evacuation();
      for (int at = evacuation.size() - 1; at >= 0; at--) {
        List<EvacuationPlan.Victim> victims = evacuation.evictsAt(at);
        if (victims.stream().anyMatch(this::isUnproven)) {
          evacuation.evict(
              evacuation.ownEvent(at),
              victims.stream().filter(victim -> !isUnproven(victim)).toList());
        }
      }
    }
  }

  private boolean isUnproven(EvacuationPlan.Victim victim) {
    return planState.grown.holds(victim.zone()) && hasOutgrown(victim);
  }

  /** Nothing new comes to the zones where moves rest on its eviction. */
  public void close() {
    for (int z = 0; z < restedOn.length; z++) {
      if (restedOn[z]) {
        ledger.outgrown.close(z);
      }
    }
  }

  private boolean hasOutgrown(EvacuationPlan.Victim victim) {
    return planState.compiledWorkloads.get(victim.workload()).outgrew(victim.zone());
  }

  /** Replicas that have outgrown their zones, and the zones that take nothing new beside them. */
  static final class Replicas {
    private final int[] replicas;
    private final boolean[] closed;
    private final boolean[] forgotten;

    /** By column: who asks for it brings nothing new. */
    private final boolean[] crowded;

    Replicas(int zones, int columns) {
      replicas = new int[zones];
      closed = new boolean[zones];
      forgotten = new boolean[zones];
      crowded = new boolean[zones * columns];
    }

    /** Counts so many more in a zone; negative: fewer. */
    void add(int zone, int more) {
      replicas[zone] += more;
    }

    /** Whether there are any in a zone. */
    boolean in(int zone) {
      return replicas[zone] > 0;
    }

    /** A zone takes nothing new from now on, as long as there are any in it. */
    void close(int zone) {
      closed[zone] = true;
    }

    /** No zone is closed, and they count in all. */
    void open() {
      Arrays.fill(closed, false);
      Arrays.fill(forgotten, false);
    }

    /** They count as nothing in a zone until all promised to go from it are gone. */
    void forget(int zone) {
      forgotten[zone] = true;
    }

    /** Whether there are any in a zone that count as nothing. */
    boolean forgotten(int zone) {
      return forgotten[zone] && in(zone);
    }

    /** A zone takes nothing new that asks for a column until that is no longer crowded. */
    void crowd(int at, boolean crowds) {
      crowded[at] = crowds;
    }

    /** Whether a zone, whose columns begin there, takes nothing new of a workload. */
    boolean bar(CompiledWorkload compiled, int zone, int base) {
      for (int c : compiled.columns) {
        if (crowded[base + c]) {
          return true;
        }
      }
      return closed[zone] && in(zone);
    }
  }
}
