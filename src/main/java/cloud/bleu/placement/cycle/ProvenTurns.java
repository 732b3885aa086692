package cloud.bleu.placement.cycle;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Decision;
import java.util.List;

/**
 * The turns of a group, and the check of its growth once all of them are over. Members that grew
 * and do not stand as growth asks are held back, and the turns are taken anew. After few passes, or
 * many turns, nobody of the group grows any more. Those that were held back may then grow beside
 * the others as they stand, or as many of them as can.
 */
final class ProvenTurns {
  /** Passes in which whom the proof refutes is held back; after them all are. */
  static final int MOST_PASSES = 3;

  /** Turns in all passes after which none begins but the last: as many as three search in. */
  static final long MOST_TURNS = 3L * TrialBudget.TURNS;

  private final PlanState planState;
  private final GrowthProof proof;
  private final List<WorkloadState> members;
  private final Decision.Outcome[] outcomes;
  private final Pass pass;
  private long turns;

  /** One pass through the turns of a group. */
  interface Pass {
    /**
     * Takes the turns; whether somebody gave up room.
     *
     * @param together whether those that have nothing are sought a place all at once before
     */
    boolean take(boolean together);

    /** How many turns there were so far, in all passes. */
    long taken();
  }

  /**
   * Of the members of a group.
   *
   * @param outcomes by workload: what came of the last turn
   */
  ProvenTurns(
      PlanState planState,
      GrowthProof proof,
      List<WorkloadState> members,
      Decision.Outcome[] outcomes,
      Pass pass) {
    this.planState = planState;
    this.proof = proof;
    this.members = members;
    this.outcomes = outcomes;
    this.pass = pass;
    this.turns = pass.taken();
  }

  /**
   * Takes them; whether somebody gave up room.
   *
   * @param first whether nobody has grown yet. Who grew in an earlier round can no longer be held
   *     back: a later one that does not bear it is taken back
   */
  boolean take(boolean first) {
    ReversibleTurns before = new ReversibleTurns(planState, members, outcomes);
    boolean gave = pass.take(first);
    List<WorkloadState> refuted = proof.refuted(members);
    if (!first && !refuted.isEmpty()) {
      before.takeBack();
      return false;
    }
    for (int passes = 1; !refuted.isEmpty(); passes++) {
      before.takeBack();
      hold(passes >= MOST_PASSES || isSpent() ? members : refuted, true);
      gave = pass.take(first);
      refuted = proof.refuted(members);
    }
    List<WorkloadState> held =
        members.stream().filter(member -> member.turnRole().heldBack()).toList();
    return !held.isEmpty() && !isSpent() && growing(held) || gave;
  }

  /**
   * Turns in which who was held back may grow beside the others as they stand now: all of them, or
   * those that are not refuted then. Who grew already is never held back for it.
   */
  private boolean growing(List<WorkloadState> held) {
    ReversibleTurns before = new ReversibleTurns(planState, members, outcomes);
    hold(held, false);
    for (int passes = 1; ; passes++) {
      boolean gave = pass.take(false);
      List<WorkloadState> refuted = proof.refuted(members);
      if (refuted.isEmpty()) {
        return gave;
      }
      before.takeBack();
      if (passes >= MOST_PASSES || isSpent() || !held.containsAll(refuted)) {
        hold(held, true);
        return false;
      }
      boolean nobody =
          held.stream().allMatch(each -> each.turnRole().heldBack() || refuted.contains(each));
      hold(nobody ? refuted.subList(0, 1) : refuted, true);
    }
  }

  private static void hold(List<WorkloadState> some, boolean back) {
    for (WorkloadState each : some) {
      if (back) {
        each.turnRole().holdBack();
      } else {
        each.turnRole().letGrow();
      }
    }
  }

  private boolean isSpent() {
    return pass.taken() - turns >= MOST_TURNS;
  }
}
