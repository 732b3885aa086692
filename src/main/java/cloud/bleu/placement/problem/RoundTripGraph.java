package cloud.bleu.placement.problem;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Which zones lie within one round-trip bound of each other, and the cliques among them. */
public final class RoundTripGraph {
  /** So many sets of candidates are remembered with their cliques. */
  private static final int MOST_REMEMBERED = 256;

  /** By zone: the other zones within the bound. */
  private final BitSet[] near;

  private final Map<BitSet, Cliques> cliques = new HashMap<>();

  RoundTripGraph(ZoneDistances distances, long mostMicros) {
    near = new BitSet[distances.size];
    for (int a = 0; a < near.length; a++) {
      near[a] = new BitSet(near.length);
      for (int b = 0; b < near.length; b++) {
        long micros = distances.roundTrip(a, b);
        near[a].set(b, a != b && micros != ZoneDistances.UNKNOWN && micros <= mostMicros);
      }
    }
  }

  /** Whether two zones are the same or lie within the bound of each other. */
  boolean within(int a, int b) {
    return a == b || near[a].get(b);
  }

  /** Whether a zone lies within the bound of every zone of a set, itself left out of account. */
  public boolean within(int zone, BitSet zones) {
    for (int z = zones.nextSetBit(0); z >= 0; z = zones.nextSetBit(z + 1)) {
      if (!within(zone, z)) {
        return false;
      }
    }
    return true;
  }

  /** The zones within the bound of every zone that has replicas, and those zones themselves. */
  BitSet around(int[] x) {
    BitSet around = new BitSet(near.length);
    BitSet used = new BitSet(near.length);
    around.set(0, near.length);
    for (int z = 0; z < x.length; z++) {
      if (x[z] > 0) {
        used.set(z);
        boolean itself = around.get(z);
        around.and(near[z]);
        around.set(z, itself);
      }
    }
    around.or(used);
    return around;
  }

  /** The maximal cliques among some zones, the same ones at the same cost each time. */
  public Cliques cliques(BitSet candidates) {
    if (cliques.size() >= MOST_REMEMBERED) {
      cliques.clear();
    }
    return cliques.computeIfAbsent((BitSet) candidates.clone(), c -> new Cliques(near, c));
  }
}
