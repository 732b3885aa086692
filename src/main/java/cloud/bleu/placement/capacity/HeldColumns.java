package cloud.bleu.placement.capacity;

import java.util.Arrays;

/**
 * What is held in one zone for one event, by column. Columns are as many as shapes of requests, and
 * few of them are held in any one place: only those are kept.
 */
final class HeldColumns {
  private static final int FEW = 2;

  private int size;
  private int[] columns = new int[FEW];
  private long[] amounts = new long[FEW];

  /** How much of a column is held. */
  long of(int column) {
    int at = Arrays.binarySearch(columns, 0, size, column);
    return at < 0 ? 0 : amounts[at];
  }

  /** Holds so much more of a column, or less; returns what is held of it then. */
  long add(int column, long amount) {
    int at = Arrays.binarySearch(columns, 0, size, column);
    if (at < 0) {
      at = -at - 1;
      if (size == columns.length) {
        columns = Arrays.copyOf(columns, size * 2);
        amounts = Arrays.copyOf(amounts, size * 2);
      }
      System.arraycopy(columns, at, columns, at + 1, size - at);
      System.arraycopy(amounts, at, amounts, at + 1, size - at);
      columns[at] = column;
      amounts[at] = 0;
      size++;
    }
    amounts[at] += amount;
    return amounts[at];
  }
}
