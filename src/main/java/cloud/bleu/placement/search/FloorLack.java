package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How many replicas the domains of the spread entries lack to hold their floors. One replica serves
 * a domain and the wider one around it, so narrower entries are counted first, and of a wider
 * domain what those within it do not bring.
 */
final class FloorLack {
  private final PlacementTrial trial;

  /** Replicas that are to come, by zone: one of the zones of the domain that lacks them. */
  private final int[] due;

  private int[] byDomain = {};

  FloorLack(PlacementTrial trial) {
    this.trial = trial;
    this.due = new int[trial.x.length];
  }

  /** What is lacking once so many more are in a zone; floors and bases are by spread entry. */
  long with(int zone, int added, int[] floors, SpreadLimit.Basis[] bases) {
    SpreadLimit[] limits = trial.compiled.spreads;
    Arrays.fill(due, 0);
    int[] narrowFirst =
        IntStream.range(0, limits.length)
            .filter(i -> trial.asks(limits[i]))
            .boxed()
            .sorted(Comparator.comparingInt(i -> -limits[i].domains.count()))
            .mapToInt(i -> i)
            .toArray();
    for (int i : narrowFirst) {
      add(limits[i], trial.byDomain(i), zone, added, floors[i], bases[i]);
    }
    return Arrays.stream(due).asLongStream().sum();
  }

  private void add(
      SpreadLimit limit, int[] counts, int zone, int added, int floor, SpreadLimit.Basis basis) {
    if (byDomain.length < limit.domains.count()) {
      byDomain = new int[limit.domains.count()];
    }
    limit.count(due, byDomain);
    for (int d : basis.serving()) {
      int count = counts[d] + (d == limit.domains.of(zone) ? added : 0);
      if (limit.max == null || count > 0) {
        due[limit.eligibleZone(d)] += Math.max(0, floor - count - byDomain[d]);
      }
    }
  }
}
