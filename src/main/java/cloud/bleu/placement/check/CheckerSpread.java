package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.Workload;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spread of what is placed and of what a loss leaves. */
final class CheckerSpread {
  private final CheckerFindings findings;

  CheckerSpread(CheckerFindings findings) {
    this.findings = findings;
  }

  void check(CheckerWorkload w) {
    if (w.spec.spread().isEmpty() || w.total() == 0) {
      return;
    }
    int[] sent = w.recovery.sent();
    int[] base = w.had.clone();
    // What the contingency in force sends was judged when it was decided, against another floor.
    for (int z = 0; z < base.length; z++) {
      base[z] += Math.min(w.added(z), sent[z]);
    }
    int[] nothing = new int[base.length];
    String now = null;
    for (Workload.Spread s : w.spec.spread()) {
      String breach = s.hard() ? breach(w, s, base, w.has, null, w.grows()) : null;
      if (breach != null) {
        findings.add("Spread", w, breach);
      }
      String breachNow = breach(w, s, nothing, w.has, null, true);
      now = breachNow == null ? now : breachNow;
    }
    boolean told = w.decision.shortfalls().stream().anyMatch(r -> r.code().startsWith("Spread"));
    if (now != null && !told) {
      findings.add("ShortfallMissing", w, "spread is not met and no shortfall says so: " + now);
    } else if (now == null && told && w.spec.spread().stream().allMatch(s -> s.max() == null)) {
      findings.add("ShortfallFalse", w, "replicas are spread as asked, a shortfall says not");
    }
  }

  /**
   * How the counts after, which grew from those before, break the entry; null if they do not.
   *
   * @param event the zones that are lost, null for none
   * @param minimum whether the least number of domains is asked
   */
  @Nullable String breach(
      CheckerWorkload w,
      Workload.Spread s,
      int[] before,
      int[] after,
      @Nullable BitSet event,
      boolean minimum) {
    CheckerEstate.Partition partition = w.places.partition(s.over());
    int domains = partition.values().size();
    int[] from = counts(partition, before);
    int[] to = counts(partition, after);
    int used = 0;
    int usedNew = 0;
    int gaining = 0;
    for (int d = 0; d < domains; d++) {
      used += to[d] > 0 ? 1 : 0;
      usedNew += to[d] > 0 && from[d] == 0 ? 1 : 0;
      gaining += to[d] > from[d] ? 1 : 0;
    }
    if (gaining == 0) {
      return null;
    }
    boolean[] eligible = new boolean[domains];
    boolean[] serving = new boolean[domains];
    boolean[] outside = new boolean[domains];
    boolean[] servingOutside = new boolean[domains];
    boolean[] chosenWide = new boolean[domains];
    boolean[] chosenZones = chosen(w, s, after);
    boolean[] hosts = w.places.hosting(w.spec.requests());
    for (int z = 0; z < w.places.zones; z++) {
      int d = partition.valueOf()[z];
      if (d < 0) {
        continue;
      }
      boolean survives = event == null || !event.get(z);
      outside[d] |= survives;
      if (w.rules.allowsWhateverState(z) && hosts[z] && isNear(w, after, z)) {
        chosenWide[d] |= chosenZones[z];
        boolean inService = w.places.inService(z) && (event == null || w.failover.isBack(z));
        eligible[d] = true;
        serving[d] |= inService;
        servingOutside[d] |= inService && survives;
      }
    }
    int inE = 0;
    int inService = 0;
    for (int d = 0; d < domains; d++) {
      inE += eligible[d] ? 1 : 0;
      // A domain that keeps only zones that can take nothing is left out of the number asked, and
      // of the floor below if that is kinder: the contract can be read both ways.
      inService += servingOutside[d] ? 1 : 0;
    }
    String what =
        s.over().name() + (event == null ? "" : " after the loss of " + w.places.write(event));
    if (s.max() != null && used > s.max() && usedNew > 0) {
      return used + " domains of " + what + " in use, at most " + s.max();
    }
    int replicas = CheckerWorkload.sum(after);
    int atLeast = Math.min(s.min(), Math.min(replicas, inService));
    // One replica more opens one domain more, and no more than that.
    int opened = replicas - CheckerWorkload.sum(before);
    atLeast = Math.min(atLeast, used - usedNew + Math.max(0, opened));
    if (minimum && used < atLeast) {
      return used + " domains of " + what + " in use, at least " + atLeast;
    }
    int floor = Integer.MAX_VALUE;
    int kinder = Integer.MAX_VALUE;
    for (int d = 0; d < domains; d++) {
      boolean chosen = chosenWide[d] && (s.max() == null || to[d] > 0);
      floor = serving[d] && outside[d] && chosen ? Math.min(floor, to[d]) : floor;
      kinder = servingOutside[d] && chosen ? Math.min(kinder, to[d]) : kinder;
    }
    floor = floor == Integer.MAX_VALUE || inE < s.min() ? 0 : floor;
    kinder = kinder == Integer.MAX_VALUE || inE < s.min() ? 0 : kinder;
    floor = Math.max(floor, kinder);
    for (int d = 0; d < domains; d++) {
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

  /** Whether a zone lies within the round trip of every other zone in use. */
  private static boolean isNear(CheckerWorkload w, int[] counts, int zone) {
    Workload.Replication r = w.spec.replication();
    if (r == null || r.maxRoundTripMicros() == null || counts[zone] > 0) {
      return true;
    }
    for (int other = 0; other < counts.length; other++) {
      if (counts[other] > 0 && !w.places.within(zone, other, r.maxRoundTripMicros())) {
        return false;
      }
    }
    return true;
  }

  /**
   * By zone, whether it lies in the domains that the entries with a maximum over wider domains
   * chose: those in use, or any while none is.
   */
  private static boolean[] chosen(CheckerWorkload w, Workload.Spread s, int[] counts) {
    int[] own = w.places.partition(s.over()).valueOf();
    boolean[] chosen = new boolean[own.length];
    Arrays.fill(chosen, true);
    for (Workload.Spread wider : w.spec.spread()) {
      CheckerEstate.Partition partition = w.places.partition(wider.over());
      int[] around = partition.valueOf();
      if (wider.max() == null || !isIn(own, around) || isIn(around, own)) {
        continue;
      }
      int[] used = counts(partition, counts);
      boolean any = Arrays.stream(used).sum() > 0;
      for (int z = 0; z < own.length && any; z++) {
        chosen[z] &= around[z] >= 0 && used[around[z]] > 0;
      }
    }
    return chosen;
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
