package cloud.bleu.placement.evacuation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The places of targets that one loss takes, claim after claim. It takes memory for each move of
 * the loss, and one bit for each target.
 */
final class TakenPlaces {

  /** While it is filled: places by target and claim. */
  private final NavigableMap<Long, Integer> open = new TreeMap<>();

  /** A target and a claim each, sorted, and the places of the target taken by then. */
  private long[] keys = {};

  private int[] ends = {};

  /** Targets of which anything is taken: of most nothing is, and of all of them it is asked. */
  private final BitSet taken = new BitSet();

  private static long key(int target, int claim) {
    return ((long) target << Integer.SIZE) + claim;
  }

  /**
   * @param claim from 1 on
   */
  void add(int target, int claim, int places) {
    open.merge(key(target, claim), places, Integer::sum);
    taken.set(target);
  }

  /** Nothing more is taken: from now on it can be asked. */
  void close() {
    keys = open.keySet().stream().mapToLong(Long::longValue).toArray();
    ends = open.values().stream().mapToInt(Integer::intValue).toArray();
    for (int i = 1; i < keys.length; i++) {
      if (target(i - 1) == target(i)) {
        ends[i] += ends[i - 1];
      }
    }
    open.clear();
  }

  private int target(int index) {
    return (int) (keys[index] >> Integer.SIZE);
  }

  /** How many places of a target are taken by the claims up to that one; 0 where it is 0. */
  int by(int target, int claim) {
    if (!taken.get(target)) {
      return 0;
    }
    int found = Arrays.binarySearch(keys, key(target, claim));
    int index = found >= 0 ? found : -found - 2;
    return index >= 0 && target(index) == target ? ends[index] : 0;
  }
}
