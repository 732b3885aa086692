package cloud.bleu.placement.capacity;

import cloud.bleu.placement.estate.Decision;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * What may happen to the replicas of one workload. Each method says what it does to where they are,
 * to where they are at home, and to the moves held for losses. None of them counts the change in
 * the room, as {@link PlanState} does: the workload must be out of the room.
 */
public final class Motion {
  private final ReplicaPlaces places;
  private final EvacuationPlan evacuation;
  private final TurnNotes notes;

  /** Moves that this plan makes, as far as they are known pair by pair. */
  private final MoveList moved = new MoveList();

  Motion(ReplicaPlaces places, EvacuationPlan evacuation, TurnNotes notes) {
    this.places = places;
    this.evacuation = evacuation;
    this.notes = notes;
  }

  MoveList moved() {
    return moved;
  }

  /** Supposes, until that is closed, that replicas are where these counts say. */
  public Supposition suppose(int[] counts) {
    return new Supposition(places, counts);
  }

  /** Supposes, until that is closed, that a zone has one replica less. */
  public Supposition supposeLess(int zone) {
    return new Supposition(places, zone, -1);
  }

  /** Supposes, until that is closed, that one replica is in another zone. */
  public Supposition supposeMoved(int from, int to) {
    return new Supposition(places, from, to);
  }

  /** Places in some way; if that fails, replicas are where they were. Homes are not looked at. */
  public boolean orAsBefore(BooleanSupplier placing) {
    int[] stood = places.counts().clone();
    boolean placed = placing.getAsBoolean();
    if (!placed) {
      places.place(stood);
    }
    return placed;
  }

  /** So many run in a zone, and so many are at home there, beside what was said before. */
  public void run(int zone, int replicas, int homes) {
    places.change(zone, replicas);
    places.settle(zone, homes);
  }

  /**
   * Replicas are where these counts say, with these moves by protected event; homes are as they
   * were.
   */
  public void place(int[] counts, MoveList[] moves, int ownEvents) {
    places.place(counts);
    for (int g = 0; g < ownEvents; g++) {
      evacuation.set(g, moves[g]);
    }
  }

  /** Replicas are where these counts say, with these moves, and nobody is evicted for them. */
  public void place(int[] counts, EvacuationPlan moves) {
    places.place(counts);
    evacuation.copy(moves);
    evacuation.evictNobody();
  }

  /** No replica is placed any more, and no move is held; homes are as they were. */
  public void fall() {
    places.fall();
    evacuation.clear();
  }

  /** All are at home where they are. */
  public void settle() {
    places.settleAll();
  }

  /**
   * Gives a home to replicas that a zone gained, to as many as have none; returns how many these
   * are.
   */
  public int settle(int zone, int gained, int homeless) {
    int settled = Math.max(0, Math.min(gained, homeless));
    places.settle(zone, settled);
    return settled;
  }

  /**
   * What left a zone for good is at home where it is: so many homes of that zone go to where
   * replicas are without one, and the rest of them that is empty goes.
   */
  void resettle(int zone, int replicas) {
    places.resettle(zone, replicas);
  }

  /** Of homes beyond so many, those that are empty go, of the last zone first. */
  void forgetHomes(int most) {
    places.forgetHomes(most);
  }

  /** Takes out replicas that have to leave a zone; they are at home where they were. */
  public void displace(int zone, int replicas) {
    places.change(zone, -replicas);
  }

  /** Puts back into a zone what was taken out of it and found no other. */
  public void putBack(int zone, int replicas) {
    places.change(zone, replicas);
  }

  /** Replicas had to leave their zone: that is why it is decided anew, and moves of them go. */
  public void leave() {
    notes.displace();
    trimMoves();
  }

  /** Moves of replicas that are no longer there are taken back, and evictions for them. */
  public void trimMoves() {
    evacuation.trim(places.counts());
  }

  /**
   * Gives up a running replica in a zone: at home it takes its home with it, else one from where it
   * came from. Its moves stay until they are {@link #trimMoves trimmed}.
   */
  public void giveUp(int zone) {
    places.giveUp(zone);
  }

  /**
   * Moves one replica for a better state, with its home; who is away from home stays so. Moves for
   * losses go where it left. Takes nothing from the budget.
   */
  public void move(int from, int to) {
    places.move(from, to);
    notes.shift();
    moved.add(from, to, 1);
    trimMoves();
  }

  /** Notes that the contingency in force sent so many, whom the room counts, from zone to zone. */
  void failOver(int from, int to, int replicas) {
    moved.add(from, to, replicas);
    places.send(to, replicas);
  }

  /**
   * What came into a zone in this plan goes back to where it came from, where that may be; homes
   * are as they were.
   *
   * @param gone the zones to which nothing goes back
   * @return how many went back
   */
  public int sendBack(int zone, int replicas, IntPredicate gone) {
    int left = replicas;
    for (int i = 0; i < moved.size() && left > 0; i++) {
      int from = moved.from(i);
      if (moved.to(i) == zone && !gone.test(from)) {
        int back = Math.min(left, moved.count(i));
        places.change(from, back);
        left -= back;
        moved.add(from, zone, -back);
      }
    }
    moved.pack();
    return replicas - left;
  }

  /** So many that were at home in a zone are evicted and have no home there any more. */
  public void loseHomes(int zone, int replicas) {
    places.loseHomes(zone, replicas);
  }

  /** Replicas were evicted: that is why it is decided anew, and moves of them go. */
  public void evict() {
    notes.because(Decision.Cause.Preempted);
    trimMoves();
  }

  /** Replicas of a zone were evicted: no more are at home there than are there. */
  public void evict(int zone) {
    places.loseEmptyHomes(zone);
    evict();
  }

  /** Has nowhere more than another state of it; homes are no more than there, or than in use. */
  public void loseBeyond(WorkloadState other) {
    places.loseBeyond(other.places());
  }
}
