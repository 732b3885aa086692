package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelatedZones;
import cloud.bleu.placement.constraint.RelationConstraint;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.diagnosis.DownReplicas;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.WorkloadRelation;
import cloud.bleu.placement.search.PlacementScore;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries sets of zones for workloads that need each other. Within a set each member is placed where
 * the others need it, and the result is checked once all of them stand. The best set is kept.
 */
final class GroupTrial {
  private final PlanState planState;
  private final ReplicaPlacer placer;
  private final Preemption preemption;
  private final List<WorkloadState> members;
  private final List<int[]> bestCounts = new ArrayList<>();
  private final List<EvacuationPlan> bestMoves = new ArrayList<>();
  private final PlacementScore bestScore = new PlacementScore();
  private final GroupCost cost;
  private BigInteger bestCost = BigInteger.ZERO;

  GroupTrial(PlanState planState, ReplicaPlacer placer, List<WorkloadState> members) {
    this.planState = planState;
    this.placer = placer;
    this.preemption = new Preemption(planState);
    this.members = members;
    this.cost = new GroupCost(members);
  }

  /**
   * Tries every set and leaves the best in the standings of the members.
   *
   * @param victims workloads that may be evicted at a loss; empty for none
   * @return whether there is any
   */
  boolean best(List<boolean[]> sets, List<WorkloadState> victims) {
    bestCounts.clear();
    for (boolean[] supposed : sets) {
      suppose(supposed, victims);
    }
    for (int i = 0; i < bestCounts.size(); i++) {
      WorkloadState member = members.get(i);
      member.motion().place(bestCounts.get(i), bestMoves.get(i));
    }
    return !bestCounts.isEmpty();
  }

  private void suppose(boolean[] supposed, List<WorkloadState> victims) {
    PlacementScore total = new PlacementScore();
    List<WorkloadState> standing = new ArrayList<>();
    boolean whole = planState.assuming(members, () -> stand(supposed, victims, total, standing));
    BigInteger now = whole ? cost.now() : BigInteger.ZERO;
    // More than a long holds: the price of the best is 0, and that of others how they compare.
    total.price(now.compareTo(bestCost));
    if (whole && proven() && (bestCounts.isEmpty() || total.before(bestScore))) {
      bestScore.copy(total);
      bestScore.price(0);
      bestCost = now;
      keep();
    }
    standing.forEach(this::fall);
  }

  /** Has one member after another stand within a set, in the room; whether all do. */
  private boolean stand(
      boolean[] supposed,
      List<WorkloadState> victims,
      PlacementScore total,
      List<WorkloadState> standing) {
    for (WorkloadState member : members) {
      if (!place(member, supposed, victims)) {
        return false;
      }
      add(total);
      placer.adopt(member);
      planState.stands(member);
      standing.add(member);
      if (!preemption.secure(List.of(member), victims)) {
        return false;
      }
    }
    return true;
  }

  /** Places a member within a set of zones, what has its data somewhere first and there. */
  private boolean place(WorkloadState member, boolean[] supposed, List<WorkloadState> victims) {
    int[] atData = DownReplicas.byZone(planState, member);
    int first = Math.min(member.asked(), WorkloadState.sum(atData));
    int others = member.asked() - first;
    if (first == 0) {
      return place(member, supposed, victims, others);
    }
    boolean placed = member.bounded(atData, () -> place(member, supposed, victims, first));
    if (placed && others > 0) {
      placer.adopt(member);
      placed = place(member, supposed, victims, others);
      if (!placed) {
        member.motion().fall();
      }
    }
    return placed;
  }

  private boolean place(
      WorkloadState member, boolean[] supposed, List<WorkloadState> victims, int replicas) {
    return placer.evicting(
        victims,
        () -> {
          placer.start(member, TrialRequest.PLAIN.covering(cover(member)));
          placer.within(supposed);
          return placer.place(replicas);
        });
  }

  private void keep() {
    bestCounts.clear();
    bestMoves.clear();
    for (WorkloadState member : members) {
      bestCounts.add(member.counts().clone());
      bestMoves.add(member.evacuation().copy());
    }
  }

  /** Topologies over which other members need this one. */
  private static List<Domains> cover(WorkloadState member) {
    List<Domains> cover = new ArrayList<>();
    for (WorkloadRelation relation : member.compiled.relations()) {
      if (relation.kind() == WorkloadRelation.Kind.NeededBy) {
        cover.add(relation.over());
      }
    }
    return cover;
  }

  private void add(PlacementScore total) {
    PlacementScore score = new PlacementScore();
    score.measure(placer.trial, 0);
    total.add(score);
  }

  private void fall(WorkloadState member) {
    planState.leave(member);
    member.motion().fall();
  }

  /** Whether all relations hold now that all members stand, before and after every loss. */
  private boolean proven() {
    for (WorkloadState member : members) {
      if (RelationConstraint.breaches(planState, member.compiled, member.counts()) > 0) {
        return false;
      }
      ProtectedEvent[] protectedEvents = member.compiled.protectedEvents.list;
      for (int at = 0; at < member.evacuation().size(); at++) {
        int g = member.evacuation().ownEvent(at);
        Moves moves = member.evacuation().movesAt(at);
        for (int i = 0; i < moves.size(); i++) {
          if (!RelatedZones.admitsAfter(
              planState, member.compiled, protectedEvents[g], moves.from(i), moves.to(i))) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
