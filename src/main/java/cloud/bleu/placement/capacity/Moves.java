package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.LossEvents;

/** Replicas that would go from zone to zone, to be read. {@link MoveList} writes them. */
public sealed class Moves permits MoveList {
  private static final int[] NOTHING = {};

  /** No move, for everybody. */
  static final Moves NONE = new Moves();

  int size;
  int[] from = NOTHING;
  int[] to = NOTHING;
  int[] count = NOTHING;

  Moves() {}

  /** How many pairs of zones there are, not how many replicas. */
  public final int size() {
    return size;
  }

  /** The number of the zone that replicas leave, for a pair from 0 to {@link #size} − 1. */
  public final int from(int i) {
    return from[i];
  }

  /** The number of the zone that replicas go to. */
  public final int to(int i) {
    return to[i];
  }

  /** How many replicas go from the one zone to the other. */
  public final int count(int i) {
    return count[i];
  }

  /** Whether no pair before leads to the same zone. */
  final boolean first(int i) {
    for (int j = 0; j < i; j++) {
      if (to[j] == to[i]) {
        return false;
      }
    }
    return true;
  }

  /** Replicas that move. */
  public final int total() {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += count[i];
    }
    return sum;
  }

  /** Replicas that leave a zone. */
  public final int leaving(int zone) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      if (from[i] == zone) {
        sum += count[i];
      }
    }
    return sum;
  }

  /** Replicas that come into a zone. */
  public final int into(int zone) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += to[i] == zone ? count[i] : 0;
    }
    return sum;
  }

  /** Replicas that come into a zone when only that event happens: those whose source lies in it. */
  public final int into(int zone, int event, LossEvents events) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += to[i] == zone && events.holds(event, from[i]) ? count[i] : 0;
    }
    return sum;
  }

  /** Whether some pair of others has fewer replicas here. */
  public final boolean lacks(Moves others) {
    for (int i = 0; i < others.size; i++) {
      int here = 0;
      for (int j = 0; j < size; j++) {
        here += from[j] == others.from[i] && to[j] == others.to[i] ? count[j] : 0;
      }
      if (here < others.count[i]) {
        return true;
      }
    }
    return false;
  }
}
