package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Decision;

/**
 * What the turns of one workload found in this plan: why it is decided anew, what it moved, and
 * what it waits for. When a turn is taken back, so is what it noted.
 */
public final class TurnNotes {
  private Decision.Cause cause = Decision.Cause.SpecChanged;
  private int movedNow;
  private int down;
  private boolean curbed;
  private boolean awaitsMoves;
  private boolean needsMore;
  private boolean untried;
  private boolean fresh;
  private boolean shifted;
  private boolean displaced;
  private boolean evicts;
  private boolean awaitsEviction;
  private boolean cliquesCut;

  TurnNotes() {}

  /** A copy, which does not change with the other. */
  TurnNotes(TurnNotes other) {
    putBack(other);
  }

  /** Why it is decided anew, if anything of it is. */
  public Decision.Cause cause() {
    return cause;
  }

  /** Replicas moved for a better state in this plan. */
  public int movedNow() {
    return movedNow;
  }

  /** Replicas that are lost and stay down. */
  public int down() {
    return down;
  }

  /** Whether its own budget left more moves in its last turn than the budget of all workloads. */
  public boolean curbed() {
    return curbed;
  }

  /** Whether it would have moved then if the budget of all workloads had allowed it. */
  public boolean awaitsMoves() {
    return awaitsMoves;
  }

  /** Whether it waits for more at once than all workloads together may move in an hour. */
  public boolean needsMore() {
    return needsMore;
  }

  /** Whether it would move if others could follow, and nobody tried whether they can. */
  public boolean untried() {
    return untried;
  }

  /** Whether its moves were searched in this plan, together with its counts. */
  public boolean fresh() {
    return fresh;
  }

  /** Whether replicas were moved for a better state since. */
  public boolean shifted() {
    return shifted;
  }

  /** Whether replicas had to leave a zone that they were in. */
  public boolean displaced() {
    return displaced;
  }

  /** Whether others were evicted in this plan for where its replicas are. */
  public boolean evicts() {
    return evicts;
  }

  /** Whether a live drill, for which nobody is evicted, keeps it from a place. */
  public boolean awaitsEviction() {
    return awaitsEviction;
  }

  /** Whether not all cliques of zones were tried for it. */
  public boolean cliquesCut() {
    return cliquesCut;
  }

  /** Why it is decided anew; that somebody took its room outweighs the rest. */
  public void because(Decision.Cause why) {
    if (cause != Decision.Cause.Preempted) {
      cause = why;
    }
  }

  /** A turn begins: it waits for no moves before it has asked for them. */
  public void beginTurn() {
    curbed = false;
    awaitsMoves = false;
    needsMore = false;
  }

  /** The budget of all workloads leaves it fewer moves than its own. */
  void curb() {
    curbed = true;
  }

  /**
   * It would move, had the budget of all workloads let it.
   *
   * @param soon whether a whole hour of that budget lets it
   */
  public void awaitMoves(boolean soon) {
    awaitsMoves = true;
    needsMore = !soon;
  }

  /** It would move if others could follow, and nobody tried whether they can. */
  public void leaveUntried() {
    untried = true;
  }

  /** It is tried, or will be, whether others can follow it. */
  public void tryAgain() {
    untried = false;
  }

  /** So many replicas were moved for a better state, out of the budget of the hour. */
  public void spend(int moves) {
    movedNow += moves;
  }

  /** So many of its replicas are lost and stay down. */
  public void stayDown(int replicas) {
    down = replicas;
  }

  /** Whether a live drill is all that keeps it from a place, as its turn found. */
  public void findEviction(boolean awaited) {
    awaitsEviction = awaited;
  }

  /** Its moves were searched together with its counts. */
  public void search() {
    fresh = true;
  }

  /** A replica was moved for a better state. */
  void shift() {
    shifted = true;
  }

  /** Replicas had to leave their zone. */
  void displace() {
    displaced = true;
    because(Decision.Cause.ZoneState);
  }

  /** Others were evicted for where its replicas are. */
  public void evict() {
    evicts = true;
  }

  /** Its place was found with all cliques of zones tried, or not with all. */
  public void tryCliques(boolean all) {
    cliquesCut = !all;
  }

  /** All is noted as another says. */
  void putBack(TurnNotes other) {
    putBackStanding(other);
    curbed = other.curbed;
    awaitsMoves = other.awaitsMoves;
    needsMore = other.needsMore;
    untried = other.untried;
  }

  /** Notes what another says, except on moves that wait for the budget of all workloads. */
  void putBackStanding(TurnNotes other) {
    cause = other.cause;
    movedNow = other.movedNow;
    down = other.down;
    fresh = other.fresh;
    shifted = other.shifted;
    displaced = other.displaced;
    evicts = other.evicts;
    awaitsEviction = other.awaitsEviction;
    cliquesCut = other.cliquesCut;
  }
}
