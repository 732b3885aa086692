package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ResourceColumns;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * What is used, {@code U[z][c]}. A replica may ask for more than any empty place of its zone has,
 * because the request was raised or the place is gone. Such a replica does not use what it asks
 * for, and nobody knows how much it uses. These requests are summed up apart, and a bound says how
 * much of the sum counts.
 */
final class UsedRoom {
  /** More than any zone has, and so little that a few of these add up. */
  static final long MOST = 1L << 60;

  private final long[] used;
  private final SumCarries carries = new SumCarries();
  private final long[] outgrown;
  private final SumCarries outgrownCarries = new SumCarries();
  private final long[] bound;

  /**
   * Without any workload so far.
   *
   * @param standing by column, what replicas ask for that run on without a decision and have
   *     outgrown their zones
   */
  UsedRoom(long[] standing) {
    used = new long[standing.length];
    outgrown = standing.clone();
    bound = new long[standing.length];
  }

  /**
   * Uses so much more for replicas of a workload.
   *
   * @param base where the columns of the zone begin
   * @param before as many as were counted before
   * @param outgrew whether it does not fit the empty zone
   */
  void use(CompiledWorkload compiled, int base, int before, int replicas, boolean outgrew) {
    for (int i = 0; i < compiled.columns.length; i++) {
      long amount = compiled.amounts[i];
      int at = base + compiled.columns[i];
      long more = ResourceColumns.times(replicas, amount) - ResourceColumns.times(before, amount);
      if (outgrew) {
        addOutgrown(at, more);
      } else {
        add(at, more);
      }
    }
  }

  /**
   * By column, how much more is used of a zone than it has; not above 0: it has enough.
   *
   * @param all whether what has outgrown the zone counts with all that it asks for
   */
  long[] excess(ResourceColumns columns, int zone, boolean all) {
    long[] excess = new long[columns.count];
    for (int c = 0; c < columns.count; c++) {
      int at = zone * columns.count + c;
      excess[c] = (all ? asked(at) : of(at)) - columns.capacity[at];
    }
    return excess;
  }

  /** Uses so much more, for replicas that fit an empty zone; negative takes it back. */
  void add(int at, long amount) {
    used[at] = carries.add(at, used[at], amount);
  }

  /** Uses so much more, for replicas that do not fit an empty zone; negative takes it back. */
  void addOutgrown(int at, long amount) {
    outgrown[at] = outgrownCarries.add(at, outgrown[at], amount);
  }

  /** What counts as used, at most two times {@link #MOST}. */
  long of(int at) {
    return bound[at] == 0
        ? known(at)
        : known(at) + Math.min(bound[at], outgrownCarries.read(at, outgrown[at]));
  }

  /** As much of what counts as used as nobody knows to be used. */
  long unknown(int at) {
    return bound[at] < outgrownCarries.read(at, outgrown[at]) ? bound[at] : 0;
  }

  /** What all ask for, at most two times {@link #MOST}. */
  long asked(int at) {
    return known(at) + Math.min(MOST, outgrownCarries.read(at, outgrown[at]));
  }

  /** What replicas use that fit the zone, at most {@link #MOST}. */
  private long known(int at) {
    return Math.min(MOST, carries.read(at, used[at]));
  }

  /** Who does not fit counts as nothing. */
  void forgetOutgrown() {
    Arrays.fill(bound, 0);
  }

  /**
   * Who does not fit counts as at most what is left.
   *
   * @param room by column, what others may use
   */
  void boundOutgrown(IntToLongFunction room) {
    for (int at = 0; at < bound.length; at++) {
      // The sum alone may have wrapped to nothing.
      boolean none = outgrownCarries.read(at, outgrown[at]) == 0;
      bound[at] = none ? 0 : Math.max(0, room.applyAsLong(at) - known(at));
    }
  }

  /** Whether anything is used by replicas that do not fit. */
  boolean hasOutgrown() {
    return IntStream.range(0, outgrown.length)
        .anyMatch(at -> outgrownCarries.read(at, outgrown[at]) != 0);
  }

  /** Who does not fit counts as nothing in a range of columns. */
  void forgetOutgrown(int from, int to) {
    Arrays.fill(bound, from, to, 0);
  }

  /** By column, as how much of it who does not fit counts at most. */
  long[] bounds() {
    return bound.clone();
  }

  /** Has who does not fit count as at most so much, by column. */
  void bound(long[] amounts) {
    System.arraycopy(amounts, 0, bound, 0, bound.length);
  }

  /** Lets so much less of what does not fit count in a column. */
  void cutOutgrown(int at, long less) {
    bound[at] = Math.max(0, of(at) - known(at) - less);
  }
}
