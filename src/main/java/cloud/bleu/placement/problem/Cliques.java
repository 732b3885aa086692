package cloud.bleu.placement.problem;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Maximal sets of zones that are pairwise within a round-trip bound, in name order: of two sets the
 * one with the first zone that the other lacks comes first.
 *
 * <p>The next set is found from those before it in polynomial time (Johnson, Yannakakis and
 * Papadimitriou, "On generating all maximal independent sets", 1988), so the first sets cost the
 * same whatever their number is.
 */
public final class Cliques {
  /** At most so many are tried; cutting is reported. */
  static final int MOST = 64;

  private static final Comparator<BitSet> BY_NAME =
      (a, b) -> {
        BitSet difference = (BitSet) a.clone();
        difference.xor(b);
        int first = difference.nextSetBit(0);
        return first < 0 ? 0 : a.get(first) ? -1 : 1;
      };

  public final List<BitSet> list = new ArrayList<>();

  /** Whether there are more than are listed. */
  public final boolean cut;

  private final BitSet[] near;
  private final BitSet candidates;
  private long steps;

  Cliques(BitSet[] near, BitSet candidates) {
    this.near = near;
    this.candidates = candidates;
    TreeSet<BitSet> next = new TreeSet<>(BY_NAME);
    if (!candidates.isEmpty()) {
      next.add(extended(new BitSet()));
    }
    while (list.size() < MOST && !next.isEmpty()) {
      BitSet clique = next.pollFirst();
      list.add(clique);
      follow(clique, next);
      while (next.size() > MOST + 1 - list.size()) {
        next.pollLast();
      }
    }
    this.cut = !next.isEmpty();
  }

  /** Zones looked at while the cliques were found. */
  public long steps() {
    return steps;
  }

  /** Adds the cliques that each zone outside gives with those of its neighbours that precede it. */
  private void follow(BitSet clique, TreeSet<BitSet> next) {
    for (int z = candidates.nextSetBit(0); z >= 0; z = candidates.nextSetBit(z + 1)) {
      BitSet before = clique.get(0, z);
      BitSet kept = (BitSet) before.clone();
      kept.and(near[z]);
      steps++;
      if (clique.get(z) || kept.equals(before)) {
        continue;
      }
      kept.set(z);
      int first = common(kept).nextSetBit(0);
      if (first < 0 || first > z) {
        next.add(extended(kept));
      }
    }
  }

  /** The candidates within the bound of all of a set, none of the set among them. */
  private BitSet common(BitSet set) {
    BitSet common = (BitSet) candidates.clone();
    for (int z = set.nextSetBit(0); z >= 0; z = set.nextSetBit(z + 1)) {
      common.and(near[z]);
    }
    return common;
  }

  /** The first maximal clique that holds a set. */
  private BitSet extended(BitSet set) {
    BitSet clique = (BitSet) set.clone();
    BitSet open = common(set);
    for (int z = open.nextSetBit(0); z >= 0; z = open.nextSetBit(z + 1)) {
      clique.set(z);
      open.and(near[z]);
    }
    return clique;
  }
}
