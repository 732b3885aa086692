package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How many replicas the domains of the spread entries lack to hold their floors. One replica serves
 * a domain and the wider one around it. So narrower entries are counted first, and of a wider
 * domain only what the domains within it do not bring. What one more replica changes is asked only
 * of the domains that it lies in.
 */
final class FloorLack {
  private final PlacementTrial trial;

  /** Replicas that are to come, by zone: one of the zones of the domain that lacks them. */
  private final int[] due;

  /** The spread entries that are asked, those over more domains first. */
  private int[] narrowFirst = {};

  /** By spread entry and domain: what it is to hold, 0 where it is not in the floor. */
  private int[][] floor = {};

  /** By spread entry and domain: what is due in it for narrower entries. */
  private int[][] within = {};

  private long lacking;

  /** Zones in which more is due, or less, with the replicas that are asked about. */
  private int[] changed = new int[4];

  private int[] change = new int[4];
  private int changes;

  FloorLack(PlacementTrial trial) {
    this.trial = trial;
    this.due = new int[trial.x.length];
  }

  /** Starts with what the trial asks. */
  void start() {
    SpreadLimit[] limits = trial.compiled().spreads;
    narrowFirst =
        IntStream.range(0, limits.length)
            .filter(i -> trial.asks(limits[i]))
            .boxed()
            .sorted(Comparator.comparingInt(i -> -limits[i].domains.count()))
            .mapToInt(i -> i)
            .toArray();
    if (floor.length < limits.length) {
      floor = new int[limits.length][0];
      within = new int[limits.length][0];
    }
    for (int i : narrowFirst) {
      int domains = limits[i].domains.count();
      if (floor[i].length < domains) {
        floor[i] = new int[domains];
        within[i] = new int[domains];
      }
    }
  }

  /**
   * Reckons with the counts in the trial; floors and bases are by spread entry.
   *
   * @return what is lacking
   */
  long measure(int[] floors, SpreadLimit.Basis[] bases) {
    Arrays.fill(due, 0);
    lacking = 0;
    for (int i : narrowFirst) {
      SpreadLimit limit = trial.compiled().spreads[i];
      int[] counts = trial.byDomain(i);
      limit.count(due, within[i]);
      Arrays.fill(floor[i], 0);
      for (int d : bases[i].serving()) {
        floor[i][d] = floors[i];
        int lacks = lack(i, d, counts[d], within[i][d]);
        due[limit.eligibleZone(d)] += lacks;
        lacking += lacks;
      }
    }
    return lacking;
  }

  /** What is lacking once so many more are in a zone than were there when it was measured. */
  long with(int zone, int added) {
    long lacks = lacking;
    changes = 0;
    for (int i : narrowFirst) {
      Domains domains = trial.compiled().spreads[i].domains;
      int narrower = changes;
      lacks += difference(i, domains.of(zone), added, narrower);
      for (int c = 0; c < narrower; c++) {
        int domain = domains.of(changed[c]);
        if (domain != domains.of(zone) && first(domains, domain, c)) {
          lacks += difference(i, domain, 0, narrower);
        }
      }
    }
    return lacks;
  }

  /** Whether no earlier change lies in the domain. */
  private boolean first(Domains domains, int domain, int change) {
    for (int c = 0; c < change; c++) {
      if (domains.of(changed[c]) == domain) {
        return false;
      }
    }
    return true;
  }

  /** How much more a domain lacks with so many more, and the changes of narrower entries. */
  private int difference(int entry, int domain, int added, int narrower) {
    if (domain < 0) {
      return 0;
    }
    SpreadLimit limit = trial.compiled().spreads[entry];
    int count = trial.byDomain(entry)[domain];
    int before = within[entry][domain];
    int after = before;
    for (int c = 0; c < narrower; c++) {
      after += limit.domains.of(changed[c]) == domain ? change[c] : 0;
    }
    int difference = lack(entry, domain, count + added, after) - lack(entry, domain, count, before);
    if (difference != 0) {
      remember(limit.eligibleZone(domain), difference);
    }
    return difference;
  }

  private void remember(int zone, int difference) {
    if (changes == changed.length) {
      changed = Arrays.copyOf(changed, 2 * changes);
      change = Arrays.copyOf(change, 2 * changes);
    }
    changed[changes] = zone;
    change[changes++] = difference;
  }

  private int lack(int entry, int domain, int count, int within) {
    boolean counts = trial.compiled().spreads[entry].max == null || count > 0;
    return counts ? Math.max(0, floor[entry][domain] - count - within) : 0;
  }
}
