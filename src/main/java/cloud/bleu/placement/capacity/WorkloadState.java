package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.LossEvents;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a workload stands while the plan is made: replicas by zone, the count before a loss, and
 * the moves held for each of its guards.
 */
public final class WorkloadState {
  /** Of what is the same in every zone: most workloads have no other. */
  private static final int[] NOWHERE = {};

  public final CompiledWorkload compiled;
  public final int[] x;
  public final int[] home;

  /** What it does at each loss. */
  public final EvacuationPlan evacuation = new EvacuationPlan();

  /** Whether a placement of it is in force, be it of no replicas. */
  public boolean known;

  /** The assignments of the placement in force. */
  public List<Assignment> assignmentsBefore = List.of();

  /** The contingency of the placement in force. */
  public List<Contingency> contingencyBefore = List.of();

  /** By guard: whether the placement in force names it. */
  public final boolean[] inForce;

  /** By zone: replicas that the contingency in force sent there in this plan. */
  private int[] sent = NOWHERE;

  /** Whether its reserve is counted in the room. */
  public boolean reserved;

  /** Whether it is taken out of the room to see whether evicting it now would help. */
  boolean withdrawn;

  /** Whether its turn has come. */
  public boolean decided;

  /** Whether what has to leave its zone and is still there stays in this plan. */
  public boolean stays;

  /** Whether it may follow one that it needs: those that need each other are moved together. */
  public boolean follows;

  /** Whether it does not grow in this plan: what came of that others do not bear. */
  public boolean heldBack;

  /** Whether that is for want of room at a loss, and not for others. */
  public boolean heldForRoom;

  /** Replicas moved for a better state within the hour before this plan. */
  public int movedInLastHour;

  /** What it had when the plan began. */
  public final int[] before;

  public final int[] homeBefore;

  /**
   * Whether a zone that is, in the placement in force, home to replicas elsewhere is so no more: it
   * is gone, or their data is not there.
   */
  public boolean homeGone;

  /** By zone: running replicas that were too many and are given up in this plan; none moves. */
  private int[] givenUp = NOWHERE;

  /** Moves that this plan makes, as far as they are known pair by pair. */
  public final MoveList moved = new MoveList();

  /** Replicas moved for a better state in this plan. */
  public int movedNow;

  /** Whether in its last turn its own budget left more moves than that of all workloads. */
  public boolean curbed;

  /** Whether it would have moved then, had that of all workloads let it. */
  public boolean awaitsMoves;

  /** Whether it waits for more at once than all workloads together may move in an hour. */
  public boolean needsMore;

  /** Whether it would move but for others, of whom it was not tried whether they can follow. */
  public boolean untried;

  /** Whether its moves were searched in this plan, together with its counts. */
  public boolean fresh;

  /** Whether replicas were moved for a better state since. */
  public boolean shifted;

  /** By zone: the most replicas that a degraded zone has room for beside those of others. */
  private int[] ceiling = NOWHERE;

  /** By zone: room held for replicas that wait to go home. */
  private int[] held = NOWHERE;

  private int[] refugees = NOWHERE;

  /** Replicas that are lost and stay down. */
  public int down;

  /** Whether all that is being placed runs already. */
  private boolean moving;

  /** The only zone that may take what is placed, -1 for any. */
  public int only = -1;

  /** Whether replicas had to leave a zone that they were in. */
  public boolean displaced;

  /** Whether a live drill, for which nobody is evicted, keeps it from a place. */
  public boolean awaitsEviction;

  /** Whether not all cliques of zones were tried for it. */
  public boolean cliquesCut;

  public Decision.Cause cause = Decision.Cause.SpecChanged;

  public WorkloadState(CompiledWorkload compiled, int zones) {
    this.compiled = compiled;
    this.x = new int[zones];
    this.home = new int[zones];
    this.before = new int[zones];
    this.homeBefore = new int[zones];
    this.inForce = new boolean[compiled.protectedEvents.list.length];
  }

  /** Why it is decided anew; that somebody took its room outweighs the rest. */
  public void because(Decision.Cause why) {
    if (cause != Decision.Cause.Preempted) {
      cause = why;
    }
  }

  /**
   * While a zone that the workload uses, did use when the plan began, or may use is out of service
   * (one that a person drained is not), survival is PlaceAnyway.
   */
  public boolean incident(int known) {
    for (int z = 0; z < known; z++) {
      if (compiled.down(z)
          && (x[z] + before[z] + homeBefore[z] > 0 || compiled.allowed.mayUse[z])) {
        return true;
      }
    }
    return false;
  }

  /** Whether all that is being placed runs already: it moves, and nothing of it is new. */
  public boolean isMoving() {
    return moving;
  }

  /** Places, while it is known whether all that is placed runs already; what came of it. */
  public <T> T moving(boolean all, Supplier<T> placing) {
    boolean before = moving;
    moving = all;
    try {
      return placing.get();
    } finally {
      moving = before;
    }
  }

  /** Running replicas in a zone that were too many and are given up in this plan. */
  public int givenUp(int zone) {
    return givenUp.length == 0 ? 0 : givenUp[zone];
  }

  /** Gives up a running replica in a zone. */
  public void giveUp(int zone) {
    if (givenUp.length == 0) {
      givenUp = new int[x.length];
    }
    givenUp[zone]++;
  }

  /** Replicas that the contingency in force sent to a zone in this plan. */
  public int sent(int zone) {
    return sent.length == 0 ? 0 : sent[zone];
  }

  /** Notes that the contingency in force sent so many to a zone. */
  public void send(int zone, int replicas) {
    if (sent.length == 0) {
      sent = new int[x.length];
    }
    sent[zone] += replicas;
  }

  /** Room held in a zone for replicas that wait to go home. */
  int held(int zone) {
    return held.length == 0 ? 0 : held[zone];
  }

  /** The same by zone; empty while nothing was held anywhere. */
  int[] held() {
    return held.clone();
  }

  /** Holds so many, for the replicas that are away from home now. */
  void holdHome(int zone, int replicas) {
    if (held.length == 0) {
      held = new int[x.length];
      refugees = new int[x.length];
    }
    held[zone] = replicas;
    Arrays.setAll(refugees, z -> Math.max(0, x[z] - home[z]));
  }

  /** Replicas in a zone that have their home elsewhere, as they were when room was held there. */
  int refugees(int zone) {
    return refugees.length == 0 ? 0 : refugees[zone];
  }

  /** Whether a degraded zone bounds what it keeps there. */
  boolean bounded(int zone) {
    return ceiling.length > 0 && ceiling[zone] != CompiledWorkload.UNBOUNDED;
  }

  void bound(int zone, int most) {
    if (ceiling.length == 0) {
      ceiling = new int[x.length];
      Arrays.fill(ceiling, CompiledWorkload.UNBOUNDED);
    }
    ceiling[zone] = most;
  }

  /** Whether nothing was given up, held for those away or bounded in any zone. */
  boolean unbound() {
    return givenUp.length == 0 && held.length == 0 && ceiling.length == 0;
  }

  /** Replicas that are to leave a zone because a part of its nodes is out of service. */
  public int overflow(int zone) {
    return bounded(zone) ? Math.max(0, x[zone] - ceiling[zone]) : 0;
  }

  /** Whether some zone holds more of it than when the plan began. */
  public boolean gained() {
    for (int z = 0; z < x.length; z++) {
      if (x[z] > before[z]) {
        return true;
      }
    }
    return false;
  }

  public int total() {
    return sum(x);
  }

  /** How many replicas it may have in this plan: as many as it asks for, unless it is held back. */
  public int asked() {
    return heldBack ? Math.min(compiled.replicas(), sum(before)) : compiled.replicas();
  }

  /** Whether it has more replicas than ran when the plan began. */
  public boolean grew() {
    return total() > sum(before);
  }

  public static int sum(int[] counts) {
    int sum = 0;
    for (int c : counts) {
      sum += c;
    }
    return sum;
  }

  /** Replicas in a zone after an event of the estate, by the moves that answer for it. */
  int after(int event, LossEvents events, int zone) {
    int count = events.holds(event, zone) ? 0 : x[zone];
    int guard = compiled.protectedEvents.answering(event);
    return guard < 0 ? count : count + evacuation.moves(guard).into(zone, event, events);
  }
}
