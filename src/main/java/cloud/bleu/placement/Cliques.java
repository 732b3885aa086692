package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Sets of zones that are pairwise within a workload's round-trip bound, in name order. */
final class Cliques {
  /** At most so many are tried; cutting is reported. */
  static final int MOST = 64;

  final List<BitSet> list = new ArrayList<>();
  boolean cut;

  private final Subject subject;
  private final int size;

  Cliques(Subject subject, boolean[] may) {
    this.subject = subject;
    this.size = may.length;
    BitSet candidates = new BitSet();
    for (int z = 0; z < size; z++) {
      if (may[z]) {
        candidates.set(z);
      }
    }
    if (subject.maxRoundTrip < 0) {
      list.add(candidates);
    } else {
      extend(new BitSet(), candidates, new BitSet());
    }
  }

  /** Bron and Kerbosch, without a pivot so that the order is that of the names. */
  private void extend(BitSet clique, BitSet candidates, BitSet done) {
    if (cut || candidates.isEmpty() && !done.isEmpty()) {
      return;
    }
    if (candidates.isEmpty()) {
      if (clique.isEmpty()) {
        return;
      }
      if (list.size() == MOST) {
        cut = true;
      } else {
        list.add((BitSet) clique.clone());
      }
      return;
    }
    BitSet open = (BitSet) candidates.clone();
    BitSet closed = (BitSet) done.clone();
    for (int z = open.nextSetBit(0); z >= 0 && !cut; z = open.nextSetBit(z + 1)) {
      BitSet near = near(z);
      BitSet inner = (BitSet) open.clone();
      inner.and(near);
      BitSet innerDone = (BitSet) closed.clone();
      innerDone.and(near);
      clique.set(z);
      extend(clique, inner, innerDone);
      clique.clear(z);
      open.clear(z);
      closed.set(z);
    }
  }

  private BitSet near(int zone) {
    BitSet near = new BitSet();
    for (int z = 0; z < size; z++) {
      if (z != zone && subject.withinRoundTrip(zone, z)) {
        near.set(z);
      }
    }
    return near;
  }
}
