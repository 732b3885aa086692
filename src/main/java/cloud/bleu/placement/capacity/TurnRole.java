package cloud.bleu.placement.capacity;

/**
 * The part of one workload in the turns of all: whether it had its own turn, and what it may do.
 */
public final class TurnRole {
  private boolean decided;
  private boolean stays;
  private boolean follows;
  private boolean heldBack;
  private boolean heldForRoom;
  private boolean keptApart;

  TurnRole() {}

  /** Whether its turn has come. */
  public boolean decided() {
    return decided;
  }

  /** Whether what has to leave its zone and is still there stays in this plan. */
  public boolean stays() {
    return stays;
  }

  /**
   * Whether it waits for its turn without the place that its moves in force led to, where somebody
   * is from whom it has to be apart.
   */
  public boolean keptApart() {
    return keptApart && !decided;
  }

  /** A move in force is not made, as it leads to one from whom it has to be apart. */
  public void keepApart() {
    keptApart = true;
  }

  /** Whether it may follow one that it needs: those that need each other are moved together. */
  public boolean follows() {
    return follows;
  }

  /** Whether it does not grow in this plan: what came of that others do not bear. */
  public boolean heldBack() {
    return heldBack;
  }

  /** Whether that is for want of room at a loss, and not for others. */
  public boolean heldForRoom() {
    return heldForRoom;
  }

  /** Its turn comes: nobody of a later turn takes its room from now on. */
  public void takeTurn() {
    decided = true;
  }

  /** What is still in a zone that it has to leave stays there, and may be counted on. */
  public void stay() {
    stays = true;
  }

  /** Whether it stays is again as it was. */
  void putBack(boolean stayed) {
    stays = stayed;
  }

  /** It may follow one that it needs, until it {@link #stand}s again by itself. */
  public void follow() {
    follows = true;
  }

  /** It follows nobody. */
  public void stand() {
    follows = false;
  }

  /** It does not grow in the turns that come. */
  public void holdBack() {
    heldBack = true;
  }

  /** It may grow again. */
  public void letGrow() {
    heldBack = false;
  }

  /**
   * Notes for what its growth does not stand, should it be held back.
   *
   * @return whether that is for anything
   */
  public boolean refute(boolean forOthers, boolean forRoom) {
    heldForRoom = forRoom;
    return forOthers || forRoom;
  }
}
