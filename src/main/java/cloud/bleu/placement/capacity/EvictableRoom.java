package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ResourceColumns;
import java.util.List;

/**
 * The room that running workloads would free if they were evicted at a loss, by event, zone and
 * column. It is the room of all their replicas, less those that are promised in that event already.
 */
public final class EvictableRoom {
  private final int zones;
  private final int columns;
  private final long[] all;

  /** By event and zone, null where nothing is promised. */
  private final long[][] promised;

  /**
   * Adds up the room as it stands now; later changes of the state are not followed.
   *
   * @param victims workloads that may be evicted
   */
  public EvictableRoom(PlanState planState, List<WorkloadState> victims) {
    zones = planState.zones();
    columns = planState.columns.count;
    all = new long[zones * columns];
    promised = new long[planState.events.count() * zones][];
    for (WorkloadState victim : victims) {
      CompiledWorkload compiled = victim.compiled;
      for (int z = 0; z < zones; z++) {
        if (!compiled.outgrew(z)) {
          add(all, z * columns, compiled, victim.replicas(z));
        }
      }
      planState.ledger.promises.read(
          compiled.number,
          (event, zone, replicas) -> {
            int slot = event * zones + zone;
            if (compiled.outgrew(zone)) {
              return;
            }
            if (promised[slot] == null) {
              promised[slot] = new long[columns];
            }
            add(promised[slot], 0, compiled, Math.min(replicas, victim.replicas(zone)));
          });
    }
  }

  private static void add(long[] amounts, int base, CompiledWorkload compiled, int replicas) {
    for (int i = 0; i < compiled.columns.length && replicas > 0; i++) {
      int at = base + compiled.columns[i];
      long amount = ResourceColumns.times(replicas, compiled.amounts[i]);
      amounts[at] = Math.min(UsedRoom.MOST, amounts[at] + amount);
    }
  }

  /** How much of a column evictions would give back in a zone, if that event happens. */
  long amount(int event, int zone, int column) {
    long[] less = promised[event * zones + zone];
    return all[zone * columns + column] - (less == null ? 0 : less[column]);
  }
}
