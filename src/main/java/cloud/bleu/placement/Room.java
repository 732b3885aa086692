package cloud.bleu.placement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The room of an estate: what is used, {@code U[z][c]}, what is held for each event, {@code
 * R[e][z][c]}, and the most that any event asks, {@code Rmax[z][c]}. Changed by differences only.
 * Evictions promised to the moves of a workload lessen what is held for it in that event, never
 * below 0: what they free beyond that is nobody's. Which they are is in {@link Promises}.
 */
final class Room {
  private static final long[] NOTHING = {};

  private final Columns columns;
  private final int zones;
  private final int events;
  private final long[] used;
  private final Surge surge;

  /** By event and zone, empty until something is held there. */
  private final long[][] reserve;

  private final long[] reserveMax;

  /** Evictions that the reserve counts on. */
  final Promises promises;

  private @Nullable Evictable evictable;

  Room(Columns columns, int zones, int events) {
    this.columns = columns;
    this.zones = zones;
    this.events = events;
    this.used = new long[zones * columns.count];
    this.surge = new Surge(zones * columns.count);
    this.reserve = new long[events * zones][];
    Arrays.fill(reserve, NOTHING);
    this.reserveMax = new long[zones * columns.count];
    this.promises = new Promises(zones);
  }

  /** Counts so many replicas of a workload in a zone as used; negative takes them back. */
  void use(Subject subject, int zone, int replicas) {
    int base = zone * columns.count;
    for (int i = 0; i < subject.columns.length; i++) {
      long amount = Columns.times(Math.abs(replicas), subject.amounts[i]);
      used[base + subject.columns[i]] += replicas < 0 ? -amount : amount;
    }
  }

  /** Counts room for the rollout of a workload that has replicas in the zone. */
  void surge(Subject subject, int zone, boolean add) {
    int base = zone * columns.count;
    for (int i = 0; i < subject.columns.length; i++) {
      if (add) {
        surge.add(base + subject.columns[i], subject.amounts[i]);
      } else {
        surge.remove(base + subject.columns[i], subject.amounts[i]);
      }
    }
  }

  /** Counts all of a workload's replicas. */
  void use(Standing standing, boolean add) {
    for (int z = 0; z < zones; z++) {
      if (standing.x[z] > 0) {
        use(standing.subject, z, add ? standing.x[z] : -standing.x[z]);
        if (standing.subject.workload.surges()) {
          surge(standing.subject, z, add);
        }
      }
    }
  }

  /** By column, how much more a zone holds than it has; not above 0: it has enough. */
  long[] excess(int zone) {
    long[] excess = new long[columns.count];
    for (int c = 0; c < columns.count; c++) {
      excess[c] = used[zone * columns.count + c] - columns.capacity[zone * columns.count + c];
    }
    return excess;
  }

  /** Holds room for replicas in an event; negative takes it back. */
  void hold(Subject subject, int event, int zone, int replicas) {
    for (int i = 0; i < subject.columns.length; i++) {
      long amount = Columns.times(Math.abs(replicas), subject.amounts[i]);
      hold(subject.columns[i], event, zone, replicas < 0 ? -amount : amount);
    }
  }

  /** Holds so much of a column in an event; negative takes it back. */
  void hold(int column, int event, int zone, long amount) {
    int slot = event * zones + zone;
    long[] held = reserve[slot];
    if (held.length == 0) {
      held = new long[columns.count];
      reserve[slot] = held;
    }
    int most = zone * columns.count + column;
    long before = held[column];
    held[column] += amount;
    if (held[column] > reserveMax[most]) {
      reserveMax[most] = held[column];
    } else if (before == reserveMax[most] && held[column] < before) {
      reserveMax[most] = most(zone, column);
    }
  }

  private long most(int zone, int column) {
    long most = 0;
    for (int e = 0; e < events; e++) {
      long[] held = reserve[e * zones + zone];
      if (held.length > 0 && held[column] > most) {
        most = held[column];
      }
    }
    return most;
  }

  /**
   * How many replicas fit in a zone, at most {@code wanted}, in every event.
   *
   * @param rollout whether the workload's own surge counts
   */
  int fit(Subject subject, int zone, int wanted, boolean rollout) {
    int base = zone * columns.count;
    int fit = wanted;
    for (int i = 0; i < subject.columns.length && fit > 0; i++) {
      int c = base + subject.columns[i];
      long free = columns.capacity[c] - used[c] - reserveMax[c];
      fit = fit(fit, free - surge(subject, i, c, rollout), subject.amounts[i]);
    }
    return fit;
  }

  /** What running workloads may be evicted for at a loss, counted in; null for none. */
  void evictable(@Nullable Evictable victims) {
    evictable = victims;
  }

  /** As {@link #fit(Subject, int, int, int, boolean)}, with what may be evicted at the loss. */
  int fitEvicting(Subject subject, int event, int zone, int wanted, boolean rollout) {
    Evictable more = evictable;
    if (more == null) {
      return fit(subject, event, zone, wanted, rollout);
    }
    int base = zone * columns.count;
    long[] held = reserve[event * zones + zone];
    int fit = wanted;
    for (int i = 0; i < subject.columns.length && fit > 0; i++) {
      int c = base + subject.columns[i];
      // Evictions are for what is held anew; they do not mend a zone that holds too much already.
      if (columns.capacity[c] - used[c] - reserveMax[c] < surge.most(c)) {
        return 0;
      }
      long free = columns.capacity[c] - used[c] - (held.length == 0 ? 0 : held[subject.columns[i]]);
      free += more.amount(event, zone, subject.columns[i]);
      fit = fit(fit, free - surge(subject, i, c, rollout), subject.amounts[i]);
    }
    return fit;
  }

  /** How many replicas fit in a zone when that event has happened, at most {@code wanted}. */
  int fit(Subject subject, int event, int zone, int wanted, boolean rollout) {
    int base = zone * columns.count;
    long[] held = reserve[event * zones + zone];
    int fit = wanted;
    for (int i = 0; i < subject.columns.length && fit > 0; i++) {
      int c = base + subject.columns[i];
      // A zone that holds more than it has takes no new reserve, for whichever event.
      if (columns.capacity[c] - used[c] - reserveMax[c] < surge.most(c)) {
        return 0;
      }
      long free = columns.capacity[c] - used[c] - (held.length == 0 ? 0 : held[subject.columns[i]]);
      fit = fit(fit, free - surge(subject, i, c, rollout), subject.amounts[i]);
    }
    return fit;
  }

  /** How many replicas fit beside what is used, reserves left out of account. */
  int fitUsed(Subject subject, int zone, int wanted, boolean rollout) {
    int base = zone * columns.count;
    int fit = wanted;
    for (int i = 0; i < subject.columns.length && fit > 0; i++) {
      int c = base + subject.columns[i];
      long free = columns.capacity[c] - used[c];
      fit = fit(fit, free - surge(subject, i, c, rollout), subject.amounts[i]);
    }
    return fit;
  }

  private long surge(Subject subject, int i, int c, boolean rollout) {
    long others = surge.most(c);
    return rollout ? Math.max(others, subject.amounts[i]) : others;
  }

  private static int fit(int wanted, long free, long amount) {
    if (free < 0) {
      return 0;
    }
    return free >= Columns.times(wanted, amount) ? wanted : (int) (free / amount);
  }

  /** Whether a workload's columns in a zone hold no more than the zone has, in one event. */
  boolean within(Subject subject, int event, int zone) {
    int base = zone * columns.count;
    long[] held = reserve[event * zones + zone];
    for (int c : subject.columns) {
      long sum = used[base + c] + surge.most(base + c) + (held.length == 0 ? 0 : held[c]);
      if (sum > columns.capacity[base + c]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a workload's columns in a zone use no more than the zone has, reserves left out. */
  boolean withinUsed(Subject subject, int zone) {
    int base = zone * columns.count;
    for (int c : subject.columns) {
      if (used[base + c] + surge.most(base + c) > columns.capacity[base + c]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a workload's columns in a zone hold no more than the zone has, in every event. */
  boolean within(Subject subject, int zone) {
    int base = zone * columns.count;
    for (int c : subject.columns) {
      if (used[base + c] + surge.most(base + c) + reserveMax[base + c]
          > columns.capacity[base + c]) {
        return false;
      }
    }
    return true;
  }

  /** What one more replica would add to the most that any event asks; 0 when it shares. */
  boolean shares(Subject subject, int event, int zone, int replicas) {
    int base = zone * columns.count;
    long[] held = reserve[event * zones + zone];
    for (int i = 0; i < subject.columns.length; i++) {
      int c = subject.columns[i];
      long now = held.length == 0 ? 0 : held[c];
      if (now + Columns.times(replicas, subject.amounts[i]) > reserveMax[base + c]) {
        return false;
      }
    }
    return true;
  }
}
