package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The sets of zones that spread entries with a {@code max} leave. For each entry over domains of
 * several zones, a set has so many of its domains. Nested entries are chosen together: first the
 * domains, then the zones within them.
 */
final class DomainChoices {
  /** At most so many sets are tried, those with most room first. */
  static final int MOST = 64;

  private final PlacementTrial trial;

  private DomainChoices(PlacementTrial trial) {
    this.trial = trial;
  }

  /** The sets of zones that may take something; empty when no entry leaves a choice. */
  static List<BitSet> of(PlacementTrial trial) {
    BitSet all = new BitSet(trial.may.length);
    for (int z = 0; z < trial.may.length; z++) {
      all.set(z, trial.may[z]);
    }
    List<BitSet> sets = List.of(all);
    for (SpreadLimit limit : trial.compiled().spreads) {
      if (limit.max != null && trial.asks(limit)) {
        sets = new DomainChoices(trial).choose(limit, limit.max, sets);
      }
    }
    return sets.size() > 1 ? sets : List.of();
  }

  /** Replaces each set by what the choices of one entry leave of it. */
  private List<BitSet> choose(SpreadLimit limit, int max, List<BitSet> sets) {
    List<BitSet> narrower = new ArrayList<>();
    for (BitSet set : sets) {
      List<Choice> domains = domains(limit, set);
      boolean several = domains.stream().anyMatch(d -> d.zones.cardinality() > 1);
      if (!several || domains.size() <= max) {
        narrower.add(set);
        continue;
      }
      BitSet free = (BitSet) set.clone();
      domains.forEach(d -> free.andNot(d.zones));
      combine(domains, max, 0, free, narrower);
    }
    return narrower;
  }

  /** A domain: its zones, whether replicas stay there, and how many more it takes. */
  private record Choice(BitSet zones, boolean inUse, long room) {}

  /** The domains of a set: those in use, then those with most room, then by name. */
  private List<Choice> domains(SpreadLimit limit, BitSet set) {
    int[] fixed = new int[limit.domains.count()];
    limit.count(trial.fixed, fixed);
    BitSet[] zones = new BitSet[fixed.length];
    long[] room = new long[fixed.length];
    for (int z = set.nextSetBit(0); z >= 0; z = set.nextSetBit(z + 1)) {
      int d = limit.domains.of(z);
      if (d >= 0) {
        if (zones[d] == null) {
          zones[d] = new BitSet(trial.may.length);
        }
        zones[d].set(z);
        room[d] += trial.most(z) - trial.fixed[z];
      }
    }
    List<Choice> domains = new ArrayList<>();
    for (int d = 0; d < fixed.length; d++) {
      if (zones[d] != null) {
        domains.add(new Choice(zones[d], fixed[d] > 0, room[d]));
      }
    }
    domains.sort(Comparator.comparing((Choice d) -> !d.inUse).thenComparing(d -> -d.room));
    return domains;
  }

  private static void combine(
      List<Choice> domains, int left, int from, BitSet chosen, List<BitSet> into) {
    if (left == 0 && into.size() < MOST) {
      into.add(chosen);
    }
    for (int d = from; left > 0 && d <= domains.size() - left && into.size() < MOST; d++) {
      BitSet more = (BitSet) chosen.clone();
      more.or(domains.get(d).zones);
      combine(domains, left - 1, d + 1, more, into);
      if (domains.get(d).inUse) {
        // A domain in use is in every choice.
        return;
      }
    }
  }
}
