package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadSnapshot;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelatedZones;
import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which running workloads of lower priority make room, at a loss or now. */
final class Preemption {
  private final PlanState planState;

  Preemption(PlanState planState) {
    this.planState = planState;
  }

  /**
   * Workloads of strictly lower priority whose turn has not come: the last gives first, that is the
   * one of the lowest priority, with fewest replicas, by name.
   */
  List<WorkloadState> lower(WorkloadState workloadState) {
    if (workloadState.compiled.priority() <= planState.lowestPriority) {
      return List.of();
    }
    List<WorkloadState> lower = new ArrayList<>();
    for (WorkloadState other : planState.workloadStates) {
      if (!other.turnRole().decided()
          && !other.compiled.workload.suspended()
          && other.compiled.priority() < workloadState.compiled.priority()) {
        lower.add(other);
      }
    }
    lower.sort(
        Comparator.<WorkloadState>comparingInt(s -> -s.compiled.priority())
            .thenComparingInt(s -> -s.total())
            .thenComparingInt(s -> -s.compiled.number));
    return lower;
  }

  /**
   * Counts workloads in the room, one after another, and promises to the moves of each the
   * evictions that they need, as few as can be, those of the last victims first.
   *
   * @return whether there is room for all of them then, in every event
   */
  boolean secure(List<WorkloadState> members, List<WorkloadState> victims) {
    members.forEach(member -> planState.ledger.use(member, true));
    return cover(members, victims);
  }

  private boolean cover(List<WorkloadState> members, List<WorkloadState> victims) {
    boolean covered = true;
    for (WorkloadState member : members) {
      member.evacuation().evictNobody();
      planState.hold(member);
      for (int at = 0; at < member.evacuation().size() && !victims.isEmpty(); at++) {
        for (int z = 0; z < planState.zones(); z++) {
          if (member.evacuation().movesAt(at).into(z) > 0) {
            choose(member, member.evacuation().ownEvent(at), z, victims);
          }
        }
      }
    }
    for (WorkloadState member : members) {
      covered &= planState.fits(member);
    }
    return covered;
  }

  private void choose(WorkloadState member, int ownEvent, int zone, List<WorkloadState> victims) {
    int event = member.compiled.protectedEvents.list[ownEvent].ofEstate;
    List<WorkloadState> chosen = new ArrayList<>();
    for (int i = victims.size() - 1; i >= 0; i--) {
      WorkloadState victim = victims.get(i);
      // How much room one gives that has outgrown the zone, nobody knows.
      int left = victim.compiled.outgrew(zone) ? 0 : planState.evictions.left(victim, event, zone);
      boolean taken = false;
      for (; left > 0 && !planState.ledger.within(member.compiled, event, zone); left--) {
        planState.evictions.promise(member, ownEvent, victim, zone, 1);
        taken = true;
      }
      if (taken) {
        chosen.add(victim);
      }
    }
    // Those that free another resource than the one that lacks go for nothing.
    for (int i = chosen.size() - 1; i >= 0; i--) {
      spare(member, ownEvent, zone, chosen.get(i));
    }
  }

  private void spare(WorkloadState member, int ownEvent, int zone, WorkloadState victim) {
    int event = member.compiled.protectedEvents.list[ownEvent].ofEstate;
    int left = member.evacuation().evicts(ownEvent, victim.compiled.number, zone);
    while (left > 0 && planState.ledger.within(member.compiled, event, zone)) {
      planState.evictions.promise(member, ownEvent, victim, zone, -1);
      left--;
      if (!planState.ledger.within(member.compiled, event, zone)) {
        planState.evictions.promise(member, ownEvent, victim, zone, 1);
        return;
      }
    }
  }

  /**
   * Puts back of those that were withdrawn what may stay beside the members, who are counted in the
   * room; the rest is evicted now. What is in the way of the members at a loss only stays and is
   * promised to them.
   *
   * @param before counts of the members before they were placed
   * @param victims those that may be promised, the withdrawn among them
   */
  void bringBack(
      List<WorkloadState> members,
      List<int[]> before,
      List<WorkloadState> withdrawn,
      List<WorkloadState> victims) {
    boolean[] touched = touched(members, before);
    if (!bringBack(members, touched, withdrawn, victims, true)) {
      bringBack(members, touched, withdrawn, victims, false);
    }
  }

  private boolean bringBack(
      List<WorkloadState> members,
      boolean[] touched,
      List<WorkloadState> withdrawn,
      List<WorkloadState> victims,
      boolean promised) {
    List<WorkloadSnapshot> gone = withdrawn.stream().map(WorkloadSnapshot::new).toList();
    List<WorkloadSnapshot> claimants = new ArrayList<>();
    for (int i = withdrawn.size() - 1; i >= 0; i--) {
      WorkloadState victim = withdrawn.get(i);
      planState.evictions.putBack(victim);
      for (int z = 0; z < touched.length; z++) {
        while (touched[z]
            && victim.replicas(z) > 0
            && !within(victim.compiled, z, promised ? members : List.of())) {
          planState.change(victim, z, -1);
          claimants.addAll(planState.evictions.honour(victim));
        }
      }
    }
    members.forEach(planState::release);
    if (cover(members, victims)) {
      gone.forEach(this::evict);
      return true;
    }
    members.forEach(planState::release);
    planState.roomScope.changing(withdrawn, () -> gone.forEach(WorkloadSnapshot::restore));
    planState.evictions.promiseAgain(claimants);
    withdrawn.forEach(planState.evictions::withdraw);
    cover(members, victims.stream().filter(victim -> !withdrawn.contains(victim)).toList());
    return false;
  }

  /** By zone: whether members came there, or would at a loss. */
  private boolean[] touched(List<WorkloadState> members, List<int[]> before) {
    boolean[] touched = new boolean[planState.zones()];
    for (int m = 0; m < members.size(); m++) {
      for (int z = 0; z < touched.length; z++) {
        touched[z] |= members.get(m).replicas(z) > before.get(m)[z];
        touched[z] |= members.get(m).evacuation().into(z);
      }
    }
    return touched;
  }

  /**
   * Whether there is room in a zone for what a workload uses of it, now and in every event.
   *
   * @param members those to whose moves it may be promised, so that it is no matter in their events
   */
  private boolean within(CompiledWorkload compiled, int zone, List<WorkloadState> members) {
    boolean within = planState.ledger.withinUsed(compiled, zone);
    for (int e = 0; e < planState.events.count() && within; e++) {
      within =
          planState.events.holds(e, zone)
              || comes(members, e, zone)
              || planState.ledger.withinBeside(compiled, e, zone);
    }
    return within;
  }

  private static boolean comes(List<WorkloadState> members, int event, int zone) {
    for (WorkloadState member : members) {
      for (int at = 0; at < member.evacuation().size(); at++) {
        int ownEvent = member.evacuation().ownEvent(at);
        if (member.compiled.protectedEvents.list[ownEvent].ofEstate == event
            && member.evacuation().movesAt(at).into(zone) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Settles the books of a workload that has less than before because it was evicted. */
  private void evict(WorkloadSnapshot before) {
    WorkloadState victim = before.workloadState;
    if (planState.roomScope.unused(List.of(victim), () -> loseHomes(before))) {
      victim.motion().evict();
    }
  }

  /**
   * Whether what left a zone in this plan may not go back: it is lost with it, or somebody came
   * from whom it has to be apart.
   */
  private boolean isTaken(WorkloadState victim, int zone) {
    return VacatedZones.gone(planState, zone)
        || RelatedZones.newcomers(planState, victim.compiled, zone);
  }

  /** Takes their homes from those that were evicted and are not sent back; whether any was. */
  private boolean loseHomes(WorkloadSnapshot before) {
    WorkloadState victim = before.workloadState;
    int[] stays = victim.counts().clone();
    boolean evicted = false;
    for (int z = 0; z < stays.length; z++) {
      int gone = before.count(z) - stays[z];
      if (gone > 0) {
        evicted = true;
        // What came from a zone that it has to leave goes back rather than nowhere, if it may.
        int sent = victim.motion().sendBack(z, gone, from -> isTaken(victim, from));
        int refugees = Math.max(0, before.count(z) - victim.homes(z) - sent);
        // Where its data is, a replica keeps its home.
        int homes = victim.compiled.dataBound() ? 0 : Math.max(0, gone - sent - refugees);
        victim.motion().loseHomes(z, homes);
      }
    }
    return evicted;
  }
}
