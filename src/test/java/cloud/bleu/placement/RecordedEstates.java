package cloud.bleu.placement;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The estates of {@link RecordedPlansTest}: 300 seeds, each the beginning of a short history. Of
 * three kinds, by the seed: any feature in a few zones; zones that fall silent, lose nodes and
 * answer again; and zones nearly full, with tiers of priority.
 */
final class RecordedEstates {
  static final int SEEDS = 300;

  private static final int SMALL = 160;
  private static final int SILENT = 100;

  private final long seed;
  private final RandomEstates random;
  private final ContendedEstates contended;

  RecordedEstates(long seed) {
    this.seed = seed;
    random = new RandomEstates(seed);
    contended = new ContendedEstates(seed);
  }

  /** How many plans there are of the history. */
  int plans() {
    return seed < SMALL + SILENT ? 4 : 2;
  }

  /** Where the history begins. */
  Estate first() {
    if (seed < SMALL) {
      return random.fresh();
    }
    return seed < SMALL + SILENT ? linked(random.fresh()) : contended.first();
  }

  /** What comes after a plan. */
  Estate next(Estate before, List<Placement> inForce, int plan) {
    if (seed < SMALL) {
      return random.later(before, inForce);
    }
    return seed < SMALL + SILENT
        ? SilentHistories.next(before, inForce, seed * 10 + plan)
        : contended.next(before, inForce);
  }

  /**
   * The same with what {@link RandomEstates} has seldom or not: workloads that require one another,
   * nested spreads, weights, failover after short times, a workload that is suspended.
   */
  private Estate linked(Estate estate) {
    Random random = new Random(seed);
    EstateBuilder more = Estates.estate();
    more.workload(
        Estates.workload("x").affinity("y", Scope.REGION, true).replicas(1 + random.nextInt(3)),
        Estates.workload("y").affinity("x", Scope.REGION, true).priority(random.nextInt(20)),
        Estates.workload("n")
            .replicas(2 + random.nextInt(5))
            .spread(Scope.REGION, 1 + random.nextInt(2), null, 1, random.nextInt(3) > 0)
            .spread(Scope.ZONE, 1, null, 1, true)
            .failover(Duration.ofMinutes(5), Duration.ofMinutes(10)),
        Estates.workload("v").replicas(random.nextInt(5)).weight("z1", 3).weight("z2", 1),
        Estates.workload("t")
            .replicas(1 + random.nextInt(3))
            .tolerate(Scope.SITE)
            .failover(Duration.ofMinutes(2), Duration.ofMinutes(5)));
    if (random.nextInt(4) == 0) {
      more.workload(Estates.workload("s").suspended());
    }
    List<Workload> workloads = new ArrayList<>(estate.workloads());
    workloads.addAll(more.build().workloads());
    return new Estate(
        estate.now(),
        estate.providers(),
        estate.zones(),
        workloads,
        estate.placements(),
        estate.roundTrips());
  }
}
