package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Workload;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The domains over which one entry spreads a workload, before and after its counts grew. */
final class CheckerDomains {

  private final CheckerWorkload w;
  private final Workload.Spread s;
  private final int[] before;
  private final int[] after;
  private final @Nullable BitSet event;
  private final CheckerEstate.Partition partition;
  private final int[] from;
  private final int[] to;

  /** By domain, whether a zone of it may be used, whatever its state. */
  private final boolean[] eligible;

  /** Of those, whether it is in service. */
  private final boolean[] serving;

  /** Whether a zone of the domain is not lost. */
  private final boolean[] outside;

  /** Whether one zone is all of these. */
  private final boolean[] servingOutside;

  /** Whether it lies in the wider domains that were chosen. */
  private final boolean[] chosen;

  /**
   * @param event the zones that are lost, null for none
   */
  CheckerDomains(
      CheckerWorkload w, Workload.Spread s, int[] before, int[] after, @Nullable BitSet event) {
    this.w = w;
    this.s = s;
    this.before = before;
    this.after = after;
    this.event = event;
    partition = w.places.partition(s.over());
    from = counts(partition, before);
    to = counts(partition, after);
    eligible = new boolean[to.length];
    serving = new boolean[to.length];
    outside = new boolean[to.length];
    servingOutside = new boolean[to.length];
    chosen = new boolean[to.length];
  }

  /**
   * How the counts after break the entry; null if they do not.
   *
   * @param minimum whether the least number of domains is asked
   */
  @Nullable String breach(boolean minimum) {
    if (count(d -> to[d] > from[d]) == 0) {
      return null;
    }
    look();
    String what =
        s.over().name() + (event == null ? "" : " after the loss of " + w.places.write(event));
    String breach = tooMany(what);
    if (breach == null && minimum) {
      breach = tooFew(what);
    }
    return breach == null ? tooUneven(what) : breach;
  }

  /** Looks at the zones of each domain. */
  private void look() {
    boolean[] chosenZones = chosenZones();
    boolean[] hosts = w.places.hosting(w.spec.requests());
    for (int z = 0; z < w.places.zones; z++) {
      int d = partition.valueOf()[z];
      if (d < 0) {
        continue;
      }
      boolean survives = event == null || !event.get(z);
      outside[d] |= survives;
      if (w.rules.allowsWhateverState(z) && hosts[z] && isNear(z)) {
        chosen[d] |= chosenZones[z];
        boolean inService = w.places.inService(z) && (event == null || w.failover.isBack(z));
        eligible[d] = true;
        serving[d] |= inService;
        servingOutside[d] |= inService && survives;
      }
    }
  }

  private int used() {
    return count(d -> to[d] > 0);
  }

  private int usedNew() {
    return count(d -> to[d] > 0 && from[d] == 0);
  }

  private @Nullable String tooMany(String what) {
    return s.max() != null && used() > s.max() && usedNew() > 0
        ? used() + " domains of " + what + " in use, at most " + s.max()
        : null;
  }

  private @Nullable String tooFew(String what) {
    int replicas = CheckerWorkload.sum(after);
    // A domain that keeps only zones that can take nothing is left out of the number asked, and of
    // the floor below if that is kinder: docs/placement.md can be read both ways.
    int atLeast = Math.min(s.min(), Math.min(replicas, count(d -> servingOutside[d])));
    // One replica more opens one domain more, and no more than that.
    int opened = replicas - CheckerWorkload.sum(before);
    atLeast = Math.min(atLeast, used() - usedNew() + Math.max(0, opened));
    return used() < atLeast
        ? used() + " domains of " + what + " in use, at least " + atLeast
        : null;
  }

  private @Nullable String tooUneven(String what) {
    int floor = Math.max(floor(d -> serving[d] && outside[d]), floor(d -> servingOutside[d]));
    for (int d = 0; d < to.length; d++) {
      if (to[d] > from[d] && to[d] - floor > s.maxSkew()) {
        return to[d]
            + " in "
            + what
            + " "
            + partition.values().get(d)
            + ", the least is "
            + floor
            + ", skew at most "
            + s.maxSkew();
      }
    }
    return null;
  }

  /** The least that one of some domains has; 0 where there are none, or too few are eligible. */
  private int floor(IntPredicate counts) {
    int floor = Integer.MAX_VALUE;
    for (int d = 0; d < to.length; d++) {
      if (counts.test(d) && chosen[d] && (s.max() == null || to[d] > 0)) {
        floor = Math.min(floor, to[d]);
      }
    }
    return floor == Integer.MAX_VALUE || count(d -> eligible[d]) < s.min() ? 0 : floor;
  }

  private int count(IntPredicate counts) {
    int count = 0;
    for (int d = 0; d < to.length; d++) {
      count += counts.test(d) ? 1 : 0;
    }
    return count;
  }

  /** Whether a zone lies within the round trip of every other zone in use. */
  private boolean isNear(int zone) {
    Workload.Replication r = w.spec.replication();
    if (r == null || r.maxRoundTripMicros() == null || after[zone] > 0) {
      return true;
    }
    for (int other = 0; other < after.length; other++) {
      if (after[other] > 0 && !w.places.within(zone, other, r.maxRoundTripMicros())) {
        return false;
      }
    }
    return true;
  }

  /**
   * By zone, whether it lies in the domains that the entries with a maximum over wider domains
   * chose: those in use, or any while none is.
   */
  private boolean[] chosenZones() {
    int[] own = partition.valueOf();
    boolean[] zones = new boolean[own.length];
    Arrays.fill(zones, true);
    for (Workload.Spread wider : w.spec.spread()) {
      CheckerEstate.Partition other = w.places.partition(wider.over());
      int[] around = other.valueOf();
      if (wider.max() == null || !isIn(own, around) || isIn(around, own)) {
        continue;
      }
      int[] used = counts(other, after);
      boolean any = Arrays.stream(used).sum() > 0;
      for (int z = 0; z < own.length && any; z++) {
        zones[z] &= around[z] >= 0 && used[around[z]] > 0;
      }
    }
    return zones;
  }

  /** Whether every domain of the one partition lies in one domain of the other. */
  private static boolean isIn(int[] inner, int[] outer) {
    Map<Integer, Integer> around = new HashMap<>();
    for (int z = 0; z < inner.length; z++) {
      if (inner[z] >= 0
          && (outer[z] < 0
              || around.merge(inner[z], outer[z], (a, b) -> a.equals(b) ? a : -1) < 0)) {
        return false;
      }
    }
    return true;
  }

  private static int[] counts(CheckerEstate.Partition partition, int[] replicas) {
    int[] counts = new int[partition.values().size()];
    for (int z = 0; z < partition.valueOf().length; z++) {
      if (partition.valueOf()[z] >= 0) {
        counts[partition.valueOf()[z]] += replicas[z];
      }
    }
    return counts;
  }
}
