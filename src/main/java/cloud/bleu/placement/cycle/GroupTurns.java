package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.LostZones;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.SharedMoves;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelationConstraint;
import cloud.bleu.placement.estate.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The turns of those that need each other; most groups are of one. Whoever came first saw the
 * others as they were, so all have another turn while some change. None moves away from another who
 * counts on it, until none changes: then they try to move one after another, and all of that is
 * taken back if somebody is alone in the end who was not before.
 */
final class GroupTurns {
  private final PlanState planState;
  private final WorkloadTurn deciding;
  private final List<WorkloadState> members;
  private final Decision.Outcome[] outcomes;
  private final Predicate<WorkloadState> turn;

  /**
   * Of the members of a group.
   *
   * @param outcomes by workload: what came of the last turn
   * @param turn takes a turn; whether it gave up room
   */
  GroupTurns(
      PlanState planState,
      WorkloadTurn deciding,
      List<WorkloadState> members,
      Decision.Outcome[] outcomes,
      Predicate<WorkloadState> turn) {
    this.planState = planState;
    this.deciding = deciding;
    this.members = members;
    this.outcomes = outcomes;
    this.turn = turn;
  }

  /** Takes them; whether somebody gave up room. */
  boolean take() {
    members.forEach(member -> member.decided = true);
    long barred = deciding.barred();
    boolean gave = rounds();
    members.forEach(member -> member.stays = true);
    if (members.size() == 1) {
      return gave;
    }
    // What could not leave its zone stays in this plan: now it may be counted on.
    gave |= members.stream().anyMatch(this::leaves) && rounds();
    for (int i = 0; i < members.size() && deciding.barred() > barred && follow(); i++) {
      barred = deciding.barred();
      rounds();
      gave = true;
    }
    return gave;
  }

  /** Turns until none changes: what one gained reaches all within as many rounds as they are. */
  private boolean rounds() {
    boolean gave = false;
    boolean changes = true;
    for (int round = 0; round <= members.size() && changes; round++) {
      changes = false;
      for (WorkloadState member : members) {
        int[] x = member.x.clone();
        gave |= turn.test(member);
        changes |= members.size() > 1 && !Arrays.equals(x, member.x);
      }
    }
    return gave;
  }

  /** Moves some though others count on them, who then follow; false: all as before. */
  private boolean follow() {
    List<BitSet> alone = alone();
    ReversibleTurns turns = new ReversibleTurns(planState, members, outcomes);
    if (following(turns, alone)) {
      return true;
    }
    boolean curbed = members.stream().anyMatch(member -> member.curbed);
    turns.takeBack();
    if (curbed) {
      await(alone);
    }
    return false;
  }

  /** Whether somebody moves and nobody is alone then who was not. */
  private boolean following(ReversibleTurns turns, List<BitSet> alone) {
    members.forEach(member -> member.follows = true);
    rounds();
    members.forEach(member -> member.follows = false);
    List<BitSet> now = alone();
    for (int m = 0; m < now.size(); m++) {
      now.get(m).andNot(alone.get(m));
    }
    return turns.moved() && now.stream().allMatch(BitSet::isEmpty);
  }

  /** Notes who would move with a whole hour of all workloads, or without their bound. */
  private void await(List<BitSet> alone) {
    List<WorkloadState> movers = movers(alone, planState.sharedMoves.perHour());
    boolean soon = !movers.isEmpty();
    for (WorkloadState member : soon ? movers : movers(alone, SharedMoves.UNBOUNDED)) {
      member.awaitsMoves = true;
      member.needsMore = !soon;
    }
  }

  /** Who moves if all workloads may make so many moves more; all is as before then. */
  private List<WorkloadState> movers(List<BitSet> alone, long moves) {
    ReversibleTurns turns = new ReversibleTurns(planState, members, outcomes);
    boolean[] grown = planState.grown.clone();
    List<Long> steps = new ArrayList<>();
    List<int[]> stood = new ArrayList<>();
    members.forEach(member -> steps.add(planState.steps.left(member.compiled.number)));
    members.forEach(member -> stood.add(member.x.clone()));
    long bound = planState.sharedMoves.lend(moves);
    List<WorkloadState> movers = new ArrayList<>();
    boolean follow = following(turns, alone);
    for (int m = 0; m < members.size(); m++) {
      if (follow && !Arrays.equals(stood.get(m), members.get(m).x)) {
        movers.add(members.get(m));
      }
    }
    planState.sharedMoves.end(bound);
    turns.takeBack();
    for (int m = 0; m < members.size(); m++) {
      planState.steps.grant(members.get(m).compiled.number, steps.get(m));
    }
    System.arraycopy(grown, 0, planState.grown, 0, grown.length);
    return movers;
  }

  private List<BitSet> alone() {
    List<BitSet> alone = new ArrayList<>();
    members.forEach(member -> alone.add(RelationConstraint.alone(planState, member.compiled)));
    return alone;
  }

  private boolean leaves(WorkloadState member) {
    for (int z = 0; z < member.x.length; z++) {
      if (LostZones.leaving(planState, member, z) > 0) {
        return true;
      }
    }
    return false;
  }
}
