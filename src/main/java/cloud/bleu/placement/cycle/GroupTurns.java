package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.SharedMoves;
import cloud.bleu.placement.capacity.VacatedZones;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.RelationConstraint;
import cloud.bleu.placement.estate.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The turns of workloads that need each other; most groups are of one. A member that came first saw
 * the others as they were. So all have another turn while some of them change where they are or
 * what they do at a loss. Until none changes, no member moves away from another who counts on it.
 * Then one that would move does, and the others follow in {@link FollowOrder}. All of that is taken
 * back if somebody is alone in the end who was not before. Members are tried so in the order of
 * decisions, and once one was followed, all who are barred then, as long as the {@link TrialBudget}
 * lasts. A member of a large group that is not tried says so.
 */
final class GroupTurns {
  /** Rounds on end in which nothing but what is done at a loss changes; moves may alternate. */
  static final int MOST_ROUNDS_OF_MOVES = 8;

  private final PlanState planState;
  private final WorkloadTurn turn;
  private final List<WorkloadState> members;
  private final Decision.Outcome[] outcomes;
  private final Predicate<WorkloadState> gives;

  /** Members that would have moved in the last turns if no others counted on them. */
  private final List<WorkloadState> barred = new ArrayList<>();

  private TrialBudget budget = new TrialBudget();

  /**
   * Of the members of a group.
   *
   * @param outcomes by workload: what came of the last turn
   * @param gives takes a turn of a member; whether that gave up room
   */
  GroupTurns(
      PlanState planState,
      WorkloadTurn turn,
      List<WorkloadState> members,
      Decision.Outcome[] outcomes,
      Predicate<WorkloadState> gives) {
    this.planState = planState;
    this.turn = turn;
    this.members = members;
    this.outcomes = outcomes;
    this.gives = gives;
  }

  /** Takes them; whether somebody gave up room. */
  boolean take() {
    for (WorkloadState member : members) {
      member.turnRole().takeTurn();
      member.notes().tryAgain();
    }
    boolean gave = rounds(members);
    members.forEach(member -> member.turnRole().stay());
    if (members.size() == 1) {
      return gave;
    }
    // What could not leave its zone stays in this plan: now it may be counted on.
    gave |= members.stream().anyMatch(this::leaves) && rounds(members);
    budget = new TrialBudget();
    // What one was followed for is kept. Who is barred still is tried as well, or says that it was
    // not, or that it waits for moves which those took.
    while (!barred.isEmpty() && follow()) {
      rounds(members);
      gave = true;
    }
    return gave;
  }

  /**
   * Turns until none changes: what one gained reaches all within as many rounds as they are. What
   * is done at a loss reaches {@link #MOST_ROUNDS_OF_MOVES} of them for sure.
   */
  private boolean rounds(List<WorkloadState> order) {
    boolean gave = false;
    boolean changes = order.size() > 1;
    int ofMoves = 0;
    int round = 0;
    do {
      boolean counts = false;
      boolean moves = false;
      barred.clear();
      for (WorkloadState member : order) {
        int[] x = member.counts().clone();
        EvacuationPlan evacuation = changes ? member.evacuation().copy() : null;
        long before = turn.barred();
        gave |= gives.test(member);
        budget.turn();
        counts |= !Arrays.equals(x, member.counts());
        moves |= evacuation != null && !member.evacuation().sameMoves(evacuation);
        if (turn.barred() > before) {
          barred.add(member);
        }
      }
      ofMoves = counts ? 0 : ofMoves + 1;
      changes &= counts || moves && ofMoves < MOST_ROUNDS_OF_MOVES;
    } while (changes && round++ < order.size());
    return gave;
  }

  /**
   * Moves one though others count on it, who then follow. False: all stand as before, and whoever
   * would move notes that it waits for moves, or that it was not tried.
   */
  private boolean follow() {
    List<BitSet> alone = alone();
    List<WorkloadState> movers = List.copyOf(barred);
    ReversibleTurns turns = new ReversibleTurns(planState, members, outcomes);
    boolean curbed = anyCurbed();
    int tried = 0;
    for (; tried < movers.size() && !budget.spent(); tried++) {
      if (following(turns, alone, movers.get(tried))) {
        return true;
      }
      curbed |= anyCurbed();
      turns.takeBack();
    }
    movers.subList(tried, movers.size()).forEach(mover -> mover.notes().leaveUntried());
    if (curbed) {
      await(alone, movers);
    }
    return false;
  }

  /** Whether somebody moves, one before all others, and nobody is alone then who was not. */
  private boolean following(ReversibleTurns turns, List<BitSet> alone, WorkloadState mover) {
    members.forEach(member -> member.turnRole().follow());
    try {
      rounds(FollowOrder.after(mover, members));
    } finally {
      members.forEach(member -> member.turnRole().stand());
    }
    budget.count(turns.steps());
    List<BitSet> now = alone();
    for (int m = 0; m < now.size(); m++) {
      now.get(m).andNot(alone.get(m));
    }
    return turns.moved() && now.stream().allMatch(BitSet::isEmpty);
  }

  /**
   * Notes who would move with a whole hour of all workloads, or without their bound: then it was
   * tried whether the others can follow.
   */
  private void await(List<BitSet> alone, List<WorkloadState> first) {
    List<WorkloadState> movers = movers(alone, first, planState.sharedMoves.perHour());
    boolean soon = !movers.isEmpty();
    for (WorkloadState member : soon ? movers : movers(alone, first, SharedMoves.UNBOUNDED)) {
      member.notes().awaitMoves(soon);
      member.notes().tryAgain();
    }
  }

  /**
   * Who moves if all workloads may make so many moves more; nobody also if none is found within the
   * search. All is as before then.
   */
  private List<WorkloadState> movers(List<BitSet> alone, List<WorkloadState> first, long moves) {
    return planState.sharedMoves.lending(moves, () -> movers(alone, first));
  }

  private List<WorkloadState> movers(List<BitSet> alone, List<WorkloadState> first) {
    ReversibleTurns turns = new ReversibleTurns(planState, members, outcomes);
    List<int[]> stood = new ArrayList<>();
    members.forEach(member -> stood.add(member.counts().clone()));
    budget = new TrialBudget();
    List<WorkloadState> movers = new ArrayList<>();
    for (int i = 0; i < first.size() && movers.isEmpty() && !budget.spent(); i++) {
      boolean follow = following(turns, alone, first.get(i));
      for (int m = 0; m < members.size(); m++) {
        if (follow && !Arrays.equals(stood.get(m), members.get(m).counts())) {
          movers.add(members.get(m));
        }
      }
      turns.takeBack();
    }
    return movers;
  }

  private boolean anyCurbed() {
    return members.stream().anyMatch(member -> member.notes().curbed());
  }

  private List<BitSet> alone() {
    List<BitSet> alone = new ArrayList<>();
    members.forEach(member -> alone.add(RelationConstraint.alone(planState, member.compiled)));
    return alone;
  }

  private boolean leaves(WorkloadState member) {
    for (int z = 0; z < member.zones(); z++) {
      if (VacatedZones.leaving(planState, member, z) > 0) {
        return true;
      }
    }
    return false;
  }
}
