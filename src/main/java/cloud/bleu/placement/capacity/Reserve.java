package cloud.bleu.placement.capacity;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ResourceColumns;
import java.util.Arrays;

/**
 * The room that is held for losses: for each event by itself, {@code R[e][z][c]}, and the most that
 * any event asks, {@code Rmax[z][c]}, as only one event happens at a time. Changed by differences
 * only.
 */
final class Reserve {
  private static final HeldColumns NOTHING = new HeldColumns();

  private final int columns;
  private final int zones;
  private final int events;

  /** By event and zone, {@link #NOTHING} where nothing is held. */
  private final HeldColumns[] held;

  private final long[] most;

  Reserve(int columns, int zones, int events) {
    this.columns = columns;
    this.zones = zones;
    this.events = events;
    this.held = new HeldColumns[events * zones];
    Arrays.fill(held, NOTHING);
    this.most = new long[zones * columns];
  }

  /** Holds so much of a column in an event; negative takes it back. */
  void hold(int column, int event, int zone, long amount) {
    if (amount == 0) {
      return;
    }
    int slot = event * zones + zone;
    if (held[slot] == NOTHING) {
      held[slot] = new HeldColumns();
    }
    int at = zone * columns + column;
    long now = held[slot].add(column, amount);
    if (held[slot].isEmpty()) {
      held[slot] = NOTHING;
    }
    if (now > most[at]) {
      most[at] = now;
    } else if (amount < 0 && Quantities.saturatingSum(now, -amount) == most[at]) {
      most[at] = mostOfEvents(zone, column);
    }
  }

  private long mostOfEvents(int zone, int column) {
    long found = 0;
    for (int e = 0; e < events; e++) {
      found = Math.max(found, of(e, zone).of(column));
    }
    return found;
  }

  /** How much of a column is held, at most {@link UsedRoom#MOST}. */
  static long of(HeldColumns held, int column) {
    return Math.min(UsedRoom.MOST, held.of(column));
  }

  /** Whether so many replicas more would add nothing to the most that any event asks of a zone. */
  boolean shares(CompiledWorkload compiled, int event, int zone, int replicas) {
    HeldColumns own = of(event, zone);
    for (int i = 0; i < compiled.columns.length; i++) {
      int c = compiled.columns[i];
      long asked = of(own, c) + ResourceColumns.times(replicas, compiled.amounts[i]);
      if (asked > Math.min(UsedRoom.MOST, most[zone * columns + c])) {
        return false;
      }
    }
    return true;
  }

  /** Whether in some event more is held than is free, which were not so without a part of it. */
  boolean exceeds(long free, int zone, int column, Reserve part) {
    for (int e = 0; e < events; e++) {
      long all = of(of(e, zone), column);
      if (all > free && all - of(part.of(e, zone), column) <= free) {
        return true;
      }
    }
    return false;
  }

  /** What is held in a zone for one event. */
  HeldColumns of(int event, int zone) {
    return held[event * zones + zone];
  }

  /**
   * The most that any event asks.
   *
   * @param at the zone times the number of columns, and the column
   */
  long most(int at) {
    return most[at];
  }
}
