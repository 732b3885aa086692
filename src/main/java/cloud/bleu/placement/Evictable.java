package cloud.bleu.placement;

import java.util.List;

/**
 * The room that running workloads would give if they were evicted at a loss, by event, zone and
 * column: that of all their replicas, less those that are promised in that event already.
 */
final class Evictable {
  private final int zones;
  private final int columns;
  private final long[] all;

  /** By event and zone, null where nothing is promised. */
  private final long[][] promised;

  Evictable(World world, List<Standing> victims) {
    zones = world.zones();
    columns = world.columns.count;
    all = new long[zones * columns];
    promised = new long[world.events.count() * zones][];
    for (Standing victim : victims) {
      Subject subject = victim.subject;
      for (int z = 0; z < zones; z++) {
        add(all, z * columns, subject, victim.x[z]);
      }
      world.room.promises.read(
          subject.number,
          (event, zone, replicas) -> {
            int slot = event * zones + zone;
            if (promised[slot] == null) {
              promised[slot] = new long[columns];
            }
            add(promised[slot], 0, subject, Math.min(replicas, victim.x[zone]));
          });
    }
  }

  private static void add(long[] amounts, int base, Subject subject, int replicas) {
    for (int i = 0; i < subject.columns.length && replicas > 0; i++) {
      amounts[base + subject.columns[i]] += Columns.times(replicas, subject.amounts[i]);
    }
  }

  /** How much of a column evictions would give back in a zone, if that event happens. */
  long amount(int event, int zone, int column) {
    long[] less = promised[event * zones + zone];
    return all[zone * columns + column] - (less == null ? 0 : less[column]);
  }
}
