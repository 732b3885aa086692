package cloud.bleu.placement.capacity;

import java.util.Arrays;

/** Moves that grow; a list that is cleared is used again without new memory. */
public final class MoveList extends Moves {
  private static final int FEW = 4;

  /** Forgets all moves and keeps the memory for later ones. */
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

  /** Forgets all moves and takes those of another list, which stays independent. */
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

  /** Forgets pairs without replicas at the end: all there are where what came last goes first. */
  public void packEnd() {
    while (size > 0 && count[size - 1] == 0) {
      size--;
    }
  }

  void pack() {
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
