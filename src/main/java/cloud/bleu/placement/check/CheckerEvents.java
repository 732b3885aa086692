package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which losses a list of {@code tolerate} entries names, and which of them answers for an event
 * that somebody else named.
 */
final class CheckerEvents {

  /** Every value set and every single zone inside one. */
  final List<Protected> all;

  private final Map<BitSet, Protected> byZones = new HashMap<>();
  private final Map<BitSet, Integer> answers = new HashMap<>();
  private final Map<BitSet, List<Protected>> within = new HashMap<>();

  CheckerEvents(List<Workload.Tolerate> entries, CheckerEstate estate) {
    Map<BitSet, List<Integer>> named = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      for (BitSet zones : estate.partition(entries.get(i).of()).members()) {
        named.computeIfAbsent(zones, z -> new ArrayList<>()).add(i);
      }
    }
    Map<BitSet, List<Integer>> singles = new LinkedHashMap<>();
    for (int z = 0; z < estate.zones; z++) {
      BitSet single = new BitSet();
      single.set(z);
      BitSet smallest = null;
      for (BitSet set : named.keySet()) {
        if (set.get(z)
            && (smallest == null
                || set.cardinality() < smallest.cardinality()
                || set.cardinality() == smallest.cardinality()
                    && first(named, set) < first(named, smallest))) {
          smallest = set;
        }
      }
      if (smallest != null && !named.containsKey(single)) {
        singles.put(single, java.util.Objects.requireNonNull(named.get(smallest)));
      }
    }
    List<Protected> events = new ArrayList<>();
    named.forEach((zones, by) -> events.add(Protected.of(zones, by, entries)));
    singles.forEach((zones, by) -> events.add(Protected.of(zones, by, entries)));
    all = List.copyOf(events);
    all.forEach(p -> byZones.put(p.zones, p));
  }

  private static int first(Map<BitSet, List<Integer>> named, BitSet set) {
    return java.util.Objects.requireNonNull(named.get(set)).get(0);
  }

  /**
   * An event that carries obligations, with the strictest of what the entries that name it ask.
   *
   * @param order of the first entry that names it
   * @param keepHard the largest {@code keep} of an entry that is hard
   * @param reserved whether an entry asks for reserved room, so that moves may be published
   * @param reservedHard whether such an entry is hard
   * @param synchronous whether no entry that asks for reserved room is Asynchronous
   * @param asynchronous whether all of them are
   */
  record Protected(
      BitSet zones,
      int order,
      int keep,
      int keepHard,
      boolean reserved,
      boolean reservedHard,
      boolean synchronous,
      boolean asynchronous,
      boolean anyAsynchronous) {

    static Protected of(BitSet zones, List<Integer> by, List<Workload.Tolerate> entries) {
      int keep = 0;
      int keepHard = 0;
      boolean reserved = false;
      boolean reservedHard = false;
      boolean synchronous = true;
      boolean asynchronous = true;
      boolean any = false;
      for (int i : by) {
        Workload.Tolerate t = entries.get(i);
        keep = Math.max(keep, t.keep());
        keepHard = t.hard() ? Math.max(keepHard, t.keep()) : keepHard;
        boolean async = t.copy() == Workload.DataCopy.Asynchronous;
        any |= async;
        if (t.recover() == Workload.Recover.Reserved) {
          reserved = true;
          reservedHard |= t.hard();
          synchronous &= !async;
          asynchronous &= async;
        }
      }
      return new Protected(
          zones,
          by.get(0),
          keep,
          keepHard,
          reserved,
          reservedHard,
          reserved && synchronous,
          reserved && asynchronous,
          any);
    }
  }

  /** The event with exactly these zones, null when it is not protected. */
  @org.jspecify.annotations.Nullable
  Protected exactly(BitSet zones) {
    return byZones.get(zones);
  }

  /** Those that take no zone but these. */
  List<Protected> within(BitSet zones) {
    return within.computeIfAbsent(
        zones, outer -> all.stream().filter(p -> liesIn(p.zones, outer)).toList());
  }

  private static boolean liesIn(BitSet inner, BitSet outer) {
    return inner.stream().allMatch(outer::get);
  }

  /**
   * Index of the event whose moves are made when these zones are lost: this event itself, else the
   * smallest that contains it; -1 when there is none.
   */
  int answering(BitSet zones) {
    return answers.computeIfAbsent(zones, this::search);
  }

  private int search(BitSet zones) {
    int best = -1;
    for (int i = 0; i < all.size(); i++) {
      BitSet candidate = all.get(i).zones;
      if (candidate.equals(zones)) {
        return i;
      }
      if (!liesIn(zones, candidate)) {
        continue;
      }
      if (best < 0
          || candidate.cardinality() < all.get(best).zones.cardinality()
          || candidate.cardinality() == all.get(best).zones.cardinality()
              && all.get(i).order < all.get(best).order) {
        best = i;
      }
    }
    return best;
  }
}
