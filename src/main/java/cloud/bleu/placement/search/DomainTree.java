package cloud.bleu.placement.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of zones with what it may hold; its parts are the sets that lie in it, and single zones.
 * The moves that a count of it takes are {@link #base} up to {@link #free}, and one for each
 * replica beyond that.
 */
final class DomainTree {
  final BitSet zones;
  final List<DomainTree> parts = new ArrayList<>();
  int most = Integer.MAX_VALUE;

  /** Of a choice of floors: the least and the most by spread. */
  long least;

  long top = Long.MAX_VALUE;

  /** Of a choice of floors: bounds, and moves: {@code base} up to {@code free}, then one each. */
  long low;

  long high;
  long base;
  long free;

  DomainTree(BitSet zones) {
    this.zones = zones;
  }

  /** The tree of a set, made where it is not there yet; null when it crosses another. */
  @Nullable DomainTree insert(BitSet set) {
    if (zones.equals(set)) {
      return this;
    }
    List<DomainTree> inside = new ArrayList<>();
    for (DomainTree part : parts) {
      if (part.zones.intersects(set)) {
        BitSet rest = (BitSet) set.clone();
        rest.andNot(part.zones);
        if (rest.isEmpty()) {
          return part.insert(set);
        }
        BitSet beyond = (BitSet) part.zones.clone();
        beyond.andNot(set);
        if (!beyond.isEmpty()) {
          return null;
        }
        inside.add(part);
      }
    }
    DomainTree tree = new DomainTree(set);
    tree.parts.addAll(inside);
    parts.removeAll(inside);
    parts.add(tree);
    return tree;
  }

  /** Replicas in its zones. */
  long count(int[] x) {
    long sum = 0;
    for (int z = zones.nextSetBit(0); z >= 0; z = zones.nextSetBit(z + 1)) {
      sum += x[z];
    }
    return sum;
  }

  /**
   * Sets bounds and moves from those of the parts; false when no count is possible.
   *
   * @param now where replicas are
   * @param stay whether they stay there
   */
  boolean measure(int[] now, boolean stay) {
    low = 0;
    high = 0;
    base = 0;
    free = 0;
    for (DomainTree part : parts) {
      if (!part.measure(now, stay)) {
        return false;
      }
      low += part.low;
      high += part.high;
      base += part.base;
      free += part.free;
    }
    if (parts.isEmpty()) {
      int zone = zones.nextSetBit(0);
      low = stay ? now[zone] : 0;
      high = most;
      free = Math.min(now[zone], high);
    }
    low = Math.max(low, least);
    base += Math.max(0, low - free);
    high = Math.min(high, Math.min(most, top));
    free = Math.min(Math.max(free, low), high);
    return low <= high;
  }

  /** Hands so many replicas to the zones of a set: those that stay first, then evenly. */
  void hand(long replicas, int[] x) {
    if (parts.isEmpty()) {
      x[zones.nextSetBit(0)] = (int) replicas;
      return;
    }
    int count = parts.size();
    long[] given = new long[count];
    long left = replicas;
    for (int p = 0; p < count; p++) {
      given[p] = parts.get(p).low;
      left -= given[p];
    }
    for (boolean staying : new boolean[] {true, false}) {
      while (left > 0) {
        int best = -1;
        for (int p = 0; p < count; p++) {
          DomainTree part = parts.get(p);
          long limit = staying ? part.free : part.high;
          if (given[p] < limit && (best < 0 || given[p] < given[best])) {
            best = p;
          }
        }
        if (best < 0) {
          break;
        }
        given[best]++;
        left--;
      }
    }
    for (int p = 0; p < count; p++) {
      parts.get(p).hand(given[p], x);
    }
  }
}
