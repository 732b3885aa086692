package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts, homes, moves and promised evictions of a workload as they were. */
final class Snapshot {
  final Standing standing;
  private final int[] x;
  private final int[] home;
  private final Moves[] moves;
  private final List<List<Standing.Victim>> evicts = new ArrayList<>();
  private final Moves moved = new Moves();
  private final int movedNow;
  private final boolean fresh;
  private final boolean shifted;
  private final boolean reserved;
  private final Decision.Cause cause;

  Snapshot(Standing standing) {
    this.standing = standing;
    x = standing.x.clone();
    home = standing.home.clone();
    moves = new Moves[standing.moves.length];
    for (int g = 0; g < moves.length; g++) {
      moves[g] = new Moves();
      moves[g].copy(standing.moves[g]);
      evicts.add(List.copyOf(standing.evicts.get(g)));
    }
    moved.copy(standing.moved);
    movedNow = standing.movedNow;
    fresh = standing.fresh;
    shifted = standing.shifted;
    reserved = standing.reserved;
    cause = standing.cause;
  }

  /** Replicas in a zone as they were. */
  int count(int zone) {
    return x[zone];
  }

  /** Whether its reserve was counted in the room. */
  boolean reserved() {
    return reserved;
  }

  /** Whether what the room counts of it is what it was. */
  boolean same() {
    return reserved == standing.reserved
        && Arrays.equals(x, standing.x)
        && evicts.equals(standing.evicts);
  }

  /** Puts back what is remembered; the workload must be out of the room. */
  void restore() {
    System.arraycopy(x, 0, standing.x, 0, x.length);
    System.arraycopy(home, 0, standing.home, 0, home.length);
    for (int g = 0; g < moves.length; g++) {
      standing.moves[g].copy(moves[g]);
      standing.evicts.get(g).clear();
      standing.evicts.get(g).addAll(evicts.get(g));
    }
    standing.moved.copy(moved);
    standing.movedNow = movedNow;
    standing.fresh = fresh;
    standing.shifted = shifted;
    standing.cause = cause;
  }
}
