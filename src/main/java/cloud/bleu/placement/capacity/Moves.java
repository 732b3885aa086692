package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.LossEvents;
import java.util.Arrays;

/** Replicas that would go from zone to zone; grows, and is used again without new memory. */
public final class Moves {
  private static final int FEW = 4;
  private static final int[] NONE = {};

  private int size;
  private int[] from = NONE;
  private int[] to = NONE;
  private int[] count = NONE;

  public int size() {
    return size;
  }

  public int from(int i) {
    return from[i];
  }

  public int to(int i) {
    return to[i];
  }

  public int count(int i) {
    return count[i];
  }

  public void clear() {
    size = 0;
  }

  /** Adds replicas to the pair, merging with what is there. */
  public void add(int source, int target, int replicas) {
    if (replicas == 0) {
      return;
    }
    for (int i = size - 1; i >= 0; i--) {
      if (from[i] == source && to[i] == target) {
        count[i] += replicas;
        return;
      }
    }
    if (size == from.length) {
      int room = Math.max(FEW, size * 2);
      from = Arrays.copyOf(from, room);
      to = Arrays.copyOf(to, room);
      count = Arrays.copyOf(count, room);
    }
    from[size] = source;
    to[size] = target;
    count[size++] = replicas;
  }

  /** Whether no pair before leads to the same zone. */
  boolean first(int i) {
    for (int j = 0; j < i; j++) {
      if (to[j] == to[i]) {
        return false;
      }
    }
    return true;
  }

  /** Replicas that move. */
  public int total() {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += count[i];
    }
    return sum;
  }

  /** Replicas that leave a zone. */
  public int leaving(int zone) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += from[i] == zone ? count[i] : 0;
    }
    return sum;
  }

  /** Replicas that come into a zone. */
  public int into(int zone) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += to[i] == zone ? count[i] : 0;
    }
    return sum;
  }

  /** Replicas that come into a zone when only that event happens: those whose source lies in it. */
  public int into(int zone, int event, LossEvents events) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += to[i] == zone && events.holds(event, from[i]) ? count[i] : 0;
    }
    return sum;
  }

  /** Takes back replicas that would leave a zone, from the last pair on. */
  public void trim(int zone, int replicas) {
    int left = replicas;
    for (int i = size - 1; i >= 0 && left > 0; i--) {
      if (from[i] == zone) {
        int taken = Math.min(left, count[i]);
        count[i] -= taken;
        left -= taken;
      }
    }
    pack();
  }

  public void copy(Moves other) {
    if (from.length < other.size) {
      from = new int[other.size];
      to = new int[other.size];
      count = new int[other.size];
    }
    System.arraycopy(other.from, 0, from, 0, other.size);
    System.arraycopy(other.to, 0, to, 0, other.size);
    System.arraycopy(other.count, 0, count, 0, other.size);
    size = other.size;
  }

  /** Whether some pair of others has fewer replicas here. */
  public boolean lacks(Moves others) {
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

  /** Forgets pairs without replicas at the end: all there are where what came last goes first. */
  public void packEnd() {
    while (size > 0 && count[size - 1] == 0) {
      size--;
    }
  }

  public void pack() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (count[i] > 0) {
        from[kept] = from[i];
        to[kept] = to[i];
        count[kept++] = count[i];
      }
    }
    size = kept;
  }
}
