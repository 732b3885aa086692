package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ResourceColumns;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The room of an estate: what is used, {@code U[z][c]}, and what is held for losses, the {@link
 * Reserve}. Changed by differences only. Evictions promised to the moves of a workload lessen what
 * is held for it in that event, never below 0: what they free beyond that is nobody's. {@link
 * PromisedEvictions} has them.
 */
public final class CapacityLedger {
  private final ResourceColumns columns;
  private final int zones;
  final UsedRoom used;
  final Surge surge;
  private final Reserve reserve;

  /**
   * As much of that as is held for suspended workloads, which is in the way of what is new only.
   */
  private final Reserve suspended;

  /** Evictions that the reserve counts on. */
  final PromisedEvictions promises;

  final OutgrownRoom.Replicas outgrown;

  private @Nullable EvictableRoom evictable;

  /** How many questions were asked: a turn that asks none does not depend on the room. */
  private long reads;

  CapacityLedger(ResourceColumns columns, int zones, int events) {
    this.columns = columns;
    this.zones = zones;
    this.used = new UsedRoom(columns.outgrown);
    this.surge = new Surge(zones * columns.count);
    this.reserve = new Reserve(columns.count, zones, events);
    this.suspended = new Reserve(columns.count, zones, events);
    this.promises = new PromisedEvictions(zones);
    this.outgrown = new OutgrownRoom.Replicas(zones, columns.count);
  }

  /**
   * Counts so many replicas of a workload in a zone as used, of which so many were counted before.
   * What is more than any zone has is cut, so what replicas use is counted for all of them.
   */
  void use(CompiledWorkload compiled, int zone, int before, int replicas) {
    boolean outgrew = compiled.outgrew(zone);
    outgrown.add(zone, outgrew ? replicas - before : 0);
    used.use(compiled, zone * columns.count, before, replicas, outgrew);
  }

  /**
   * From now on what has outgrown its zone counts as all that is left there, which was enough when
   * it came. It includes the room for the rollouts of now.
   */
  public void boundOutgrown() {
    used.boundOutgrown(at -> columns.capacity[at] - most(at));
    surge.contain();
  }

  /**
   * Whether something in a zone has outgrown it and counts as nothing, until all promised to go
   * from there are gone.
   */
  public boolean forgetsOutgrown(int zone) {
    return outgrown.forgotten(zone);
  }

  /** Counts room for the rollout of a workload that has replicas in the zone. */
  void surge(CompiledWorkload compiled, int zone, boolean add) {
    // Of what has outgrown it no replica more comes there, of a rollout neither.
    if (!compiled.outgrew(zone)) {
      surge.count(compiled, zone * columns.count, add);
    }
  }

  /** Counts all of a workload's replicas. */
  public void use(WorkloadState workloadState, boolean add) {
    for (int z = 0; z < zones; z++) {
      if (workloadState.replicas(z) > 0) {
        int replicas = workloadState.replicas(z);
        use(workloadState.compiled, z, add ? 0 : replicas, add ? replicas : 0);
        if (workloadState.compiled.workload.surges()) {
          surge(workloadState.compiled, z, add);
        }
      }
    }
  }

  /** The most that is held of a column in any event, at most {@link UsedRoom#MOST}. */
  private long most(int at) {
    return Math.min(UsedRoom.MOST, reserve.most(at));
  }

  /** How many questions were answered so far, those from remembered answers included. */
  public long reads() {
    return reads;
  }

  /** Counts an answer that was remembered. */
  void read() {
    reads++;
  }

  /** Holds room for replicas in an event; negative takes it back. */
  void hold(CompiledWorkload compiled, int event, int zone, int replicas) {
    if (compiled.outgrew(zone)) {
      return;
    }
    for (int i = 0; i < compiled.columns.length; i++) {
      long amount = ResourceColumns.times(Math.abs(replicas), compiled.amounts[i]);
      hold(compiled, i, event, zone, replicas < 0 ? -amount : amount);
    }
  }

  /** Holds so much of one of a workload's columns in an event; negative takes it back. */
  void hold(CompiledWorkload compiled, int of, int event, int zone, long amount) {
    reserve.hold(compiled.columns[of], event, zone, amount);
    if (compiled.workload.suspended()) {
      suspended.hold(compiled.columns[of], event, zone, amount);
    }
  }

  /**
   * How many replicas fit in a zone, at most {@code wanted}, in every event.
   *
   * @param rollout whether the workload's own surge counts
   */
  int fit(CompiledWorkload compiled, int zone, int wanted, boolean rollout) {
    reads++;
    int base = zone * columns.count;
    int fit = outgrown.bar(compiled, zone, base) ? 0 : wanted;
    for (int i = 0; i < compiled.columns.length && fit > 0; i++) {
      int c = base + compiled.columns[i];
      long free = columns.capacity[c] - used.of(c) - most(c);
      fit = fit(fit, free - rollouts(c, rollout ? compiled.amounts[i] : 0), compiled.amounts[i]);
    }
    return fit;
  }

  /** What running workloads may be evicted for at a loss, counted in; null for none. */
  public void evictable(@Nullable EvictableRoom victims) {
    evictable = victims;
  }

  /** As {@link #fit}, with what may be evicted at the loss. */
  int fitEvicting(CompiledWorkload compiled, int event, int zone, int wanted, boolean rollout) {
    // Evictions are for what is held anew; they do not mend a zone that holds more than it has.
    EvictableRoom more = evictable;
    IntToLongFunction freed = c -> more == null ? 0 : more.amount(event, zone, c);
    return takesNew(compiled, zone) ? beside(compiled, event, zone, wanted, rollout, freed) : 0;
  }

  /** How many replicas fit in a zone when that event has happened, at most {@code wanted}. */
  int fit(CompiledWorkload compiled, int event, int zone, int wanted, boolean rollout) {
    return takesNew(compiled, zone) ? beside(compiled, event, zone, wanted, rollout, c -> 0) : 0;
  }

  /**
   * How many replicas fit of those that are held there already, even in a zone that takes nothing
   * new: what is held for suspended workloads gives way to them.
   */
  int fitHeld(CompiledWorkload compiled, int event, int zone, int wanted, boolean rollout) {
    HeldColumns yields = suspended.of(event, zone);
    return beside(compiled, event, zone, wanted, rollout, c -> Reserve.of(yields, c));
  }

  /** Whether a zone is not closed, and holds no more than it has: else nothing is held anew. */
  private boolean takesNew(CompiledWorkload compiled, int zone) {
    return withinAlways(compiled, zone) && !outgrown.bar(compiled, zone, zone * columns.count);
  }

  private int beside(
      CompiledWorkload compiled,
      int event,
      int zone,
      int wanted,
      boolean rollout,
      IntToLongFunction more) {
    reads++;
    HeldColumns held = reserve.of(event, zone);
    int fit = wanted;
    for (int i = 0; i < compiled.columns.length && fit > 0; i++) {
      int c = zone * columns.count + compiled.columns[i];
      long free = columns.capacity[c] - used.of(c) - Reserve.of(held, compiled.columns[i]);
      free += more.applyAsLong(compiled.columns[i]);
      fit = fit(fit, free - rollouts(c, rollout ? compiled.amounts[i] : 0), compiled.amounts[i]);
    }
    return fit;
  }

  /** How many replicas fit beside what is used, reserves left out of account. */
  public int fitUsed(CompiledWorkload compiled, int zone, int wanted, boolean rollout) {
    return besideUsed(compiled, zone, wanted, rollout, surge::most, c -> 0);
  }

  /**
   * How many replicas of moves in force fit beside what others are still to bring, by column. Of
   * rollouts only those count that stood when the moves were proven.
   */
  public int fitMoved(CompiledWorkload compiled, int zone, int wanted, IntToLongFunction toCome) {
    return besideUsed(compiled, zone, wanted, false, surge::standing, toCome);
  }

  private int besideUsed(
      CompiledWorkload compiled,
      int zone,
      int wanted,
      boolean rollout,
      IntToLongFunction others,
      IntToLongFunction toCome) {
    reads++;
    int base = zone * columns.count;
    int fit = outgrown.bar(compiled, zone, base) ? 0 : wanted;
    for (int i = 0; i < compiled.columns.length && fit > 0; i++) {
      int c = base + compiled.columns[i];
      long free = columns.capacity[c] - used.of(c) - toCome.applyAsLong(compiled.columns[i]);
      // What has outgrown the zone counts as all that was left: rollouts of who comes are in it.
      long rollouts = Math.max(others.applyAsLong(c), rollout ? compiled.amounts[i] : 0);
      fit = fit(fit, free - Math.max(0, rollouts - used.unknown(c)), compiled.amounts[i]);
    }
    return fit;
  }

  private long rollouts(int c, long one) {
    return Math.max(
        0, Math.max(surge.most(c), one) - Math.min(surge.contained(c), used.unknown(c)));
  }

  private static int fit(int wanted, long free, long amount) {
    if (free < 0) {
      return 0;
    }
    return free >= ResourceColumns.times(wanted, amount) ? wanted : (int) (free / amount);
  }

  /** Whether a workload's columns in a zone hold no more than the zone has, in one event. */
  public boolean within(CompiledWorkload compiled, int event, int zone) {
    return withinBeside(compiled, event, zone) && !compiled.outgrew(zone);
  }

  /** As {@link #within(CompiledWorkload, int, int)}, where suspended workloads hold nothing. */
  boolean withinDecided(CompiledWorkload compiled, int event, int zone) {
    HeldColumns held = reserve.of(event, zone);
    HeldColumns yields = suspended.of(event, zone);
    return !compiled.outgrew(zone)
        && within(compiled, zone, c -> Reserve.of(held, c) - Reserve.of(yields, c));
  }

  /** Whether what is held for suspended workloads is all that does not fit in a column. */
  boolean crowded(int at) {
    long free = columns.capacity[at] - used.of(at) - rollouts(at, 0);
    return free >= 0
        && suspended.most(at) > 0
        && reserve.exceeds(free, at / columns.count, at % columns.count, suspended);
  }

  /** As {@link #within}, for a workload that may have outgrown the zone. */
  public boolean withinBeside(CompiledWorkload compiled, int event, int zone) {
    HeldColumns held = reserve.of(event, zone);
    return within(compiled, zone, c -> Reserve.of(held, c));
  }

  /** Whether a workload's columns in a zone use no more than the zone has, reserves left out. */
  public boolean withinUsed(CompiledWorkload compiled, int zone) {
    return within(compiled, zone, c -> 0);
  }

  /** Whether a workload's columns in a zone hold no more than the zone has, in every event. */
  public boolean within(CompiledWorkload compiled, int zone) {
    return withinAlways(compiled, zone) && !compiled.outgrew(zone);
  }

  private boolean withinAlways(CompiledWorkload compiled, int zone) {
    return within(compiled, zone, c -> most(zone * columns.count + c));
  }

  private boolean within(CompiledWorkload compiled, int zone, IntToLongFunction held) {
    reads++;
    int base = zone * columns.count;
    for (int c : compiled.columns) {
      long sum = used.of(base + c) + rollouts(base + c, 0) + held.applyAsLong(c);
      if (sum > columns.capacity[base + c]) {
        return false;
      }
    }
    return true;
  }

  /** Whether so many replicas more would add nothing to the most that any event asks of a zone. */
  boolean shares(CompiledWorkload compiled, int event, int zone, int replicas) {
    reads++;
    return reserve.shares(compiled, event, zone, replicas);
  }
}
