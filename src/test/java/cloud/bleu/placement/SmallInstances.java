package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every estate of one workload with up to 4 replicas in up to 3 zones, over the features that meet
 * in one zone: room, sites, spread, losses, per-zone bounds, quorum, surge. Zones that differ by
 * their names only are listed once.
 */
final class SmallInstances {
  private static final long[] ROOM = {1, 2, 4};
  private static final String[][] SITES = {{"s"}, {"s", "t"}, {"s", "s", "t"}, {"s", "t", "u"}};

  private static final List<Consumer<WorkloadBuilder>> SPREAD =
      List.of(
          w -> {},
          w -> w.spread(Scope.ZONE, 1),
          w -> w.spread(Scope.ZONE, 2, null, 2, true),
          w -> w.spread(Scope.SITE, 3, null, 1, true),
          w -> w.spread(Scope.ZONE, 1, 2, 1, true));

  private static final List<Consumer<WorkloadBuilder>> LOSS =
      List.of(
          w -> {},
          w -> w.tolerate(Scope.ZONE),
          w -> w.tolerate(Scope.ZONE, 1, Recover.Reserved, true),
          w -> w.tolerate(Scope.ZONE, 2, Recover.BestEffort, true),
          w -> w.tolerate(Scope.SITE),
          w -> w.tolerate(Scope.SITE).tolerate(Scope.ZONE, 2, Recover.Reserved, true));

  private static final List<Consumer<WorkloadBuilder>> PER_ZONE =
      List.of(w -> {}, w -> w.perZone(0, 2), w -> w.perZone(2, 3));

  private static final List<Consumer<WorkloadBuilder>> OTHER =
      List.of(w -> {}, WorkloadBuilder::surges, WorkloadBuilder::quorum);

  private SmallInstances() {}

  static void each(Consumer<Estate> visit) {
    for (String[] sites : SITES) {
      int combinations = (int) Math.pow(ROOM.length, sites.length);
      for (int c = 0; c < combinations; c++) {
        long[] room = new long[sites.length];
        for (int z = 0, rest = c; z < room.length; z++, rest /= ROOM.length) {
          room[z] = ROOM[rest % ROOM.length];
        }
        if (!sameByName(sites, room)) {
          each(sites, room, visit);
        }
      }
    }
  }

  /** Whether an instance with these two zones exchanged is listed instead. */
  private static boolean sameByName(String[] sites, long[] room) {
    for (int z = 1; z < room.length; z++) {
      boolean alike =
          sites[z].equals(sites[z - 1])
              || java.util.Arrays.stream(sites).distinct().count() == sites.length;
      if (alike && room[z] < room[z - 1]) {
        return true;
      }
    }
    return false;
  }

  private static void each(String[] sites, long[] room, Consumer<Estate> visit) {
    for (int n = 1; n <= 4; n++) {
      for (Consumer<WorkloadBuilder> spread : SPREAD) {
        for (Consumer<WorkloadBuilder> loss : LOSS) {
          for (Consumer<WorkloadBuilder> perZone : PER_ZONE) {
            for (Consumer<WorkloadBuilder> other : OTHER) {
              WorkloadBuilder w = workload("a").replicas(n);
              spread.accept(w);
              loss.accept(w);
              perZone.accept(w);
              other.accept(w);
              EstateBuilder e = estate();
              for (int z = 0; z < sites.length; z++) {
                e.zone(zone("z" + (z + 1)).site(sites[z]).cpu(room[z]));
              }
              visit.accept(e.workload(w).build());
            }
          }
        }
      }
    }
  }
}
