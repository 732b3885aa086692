package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.Arrays;

/**
 * The largest amount that a rollout needs, by column. A column has few different amounts, so each
 * is kept with the number of rollouts that need it.
 */
final class Surge {
  private static final long[] NO_AMOUNTS = {};
  private static final int[] NO_NUMBERS = {};

  private final long[] most;
  private final long[] contained;
  private final long[][] amounts;
  private final int[][] numbers;

  Surge(int columns) {
    most = new long[columns];
    contained = new long[columns];
    amounts = new long[columns][];
    numbers = new int[columns][];
    Arrays.fill(amounts, NO_AMOUNTS);
    Arrays.fill(numbers, NO_NUMBERS);
  }

  long most(int column) {
    return most[column];
  }

  /**
   * What is there now stands, and is in the room that what has outgrown its zone counts as from now
   * on.
   */
  void contain() {
    System.arraycopy(most, 0, contained, 0, most.length);
  }

  /** The most of a column that is in that room. */
  long contained(int column) {
    return contained[column];
  }

  /** The most of a column that those need who stood there when that was noted. */
  long standing(int column) {
    return Math.min(most[column], contained[column]);
  }

  /** Counts the rollout of a workload in a zone whose columns begin there, or counts it no more. */
  void count(CompiledWorkload compiled, int base, boolean add) {
    for (int i = 0; i < compiled.columns.length; i++) {
      if (add) {
        add(base + compiled.columns[i], compiled.amounts[i]);
      } else {
        remove(base + compiled.columns[i], compiled.amounts[i]);
      }
    }
  }

  void add(int column, long amount) {
    long[] known = amounts[column];
    int[] number = numbers[column];
    if (known.length == 0) {
      amounts[column] = new long[] {amount};
      numbers[column] = new int[] {1};
      most[column] = Math.max(most[column], amount);
      return;
    }
    most[column] = Math.max(most[column], amount);
    for (int i = 0; i < known.length; i++) {
      if (known[i] == amount || number[i] == 0) {
        known[i] = amount;
        number[i]++;
        return;
      }
    }
    amounts[column] = Arrays.copyOf(known, known.length * 2);
    numbers[column] = Arrays.copyOf(number, known.length * 2);
    amounts[column][known.length] = amount;
    numbers[column][known.length] = 1;
  }

  void remove(int column, long amount) {
    long[] known = amounts[column];
    int[] number = numbers[column];
    long rest = 0;
    for (int i = 0; i < known.length; i++) {
      if (number[i] > 0 && known[i] == amount) {
        number[i]--;
        amount = -1;
      }
      if (number[i] > 0) {
        rest = Math.max(rest, known[i]);
      }
    }
    most[column] = rest;
  }
}
