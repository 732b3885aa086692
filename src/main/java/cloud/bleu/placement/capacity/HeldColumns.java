package cloud.bleu.placement.capacity;

import java.util.Arrays;

/**
 * What is held in one zone for one event, by column. There are as many columns as shapes of
 * requests, and few of them are held in any one place. So a column is kept only while something is
 * held of it.
 */
final class HeldColumns {
  private static final int FEW = 2;

  private int size;
  private int[] columns = new int[FEW];
  private long[] amounts = new long[FEW];
  private final SumCarries carries = new SumCarries();

  /** How much of a column is held, {@link Long#MAX_VALUE} if a long does not hold it. */
  long of(int column) {
    int at = place(column);
    return at < size && columns[at] == column ? carries.read(column, amounts[at]) : 0;
  }

  /** Where a column is, or would be. Searched here: it is asked more than anything else. */
  private int place(int column) {
    int from = 0;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (columns[middle] < column) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Holds so much more of a column, or less; returns what is held of it then, as {@link #of}. */
  long add(int column, long amount) {
    int at = place(column);
    if (at == size || columns[at] != column) {
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
    amounts[at] = carries.add(column, amounts[at], amount);
    long now = carries.read(column, amounts[at]);
    if (now == 0) {
      size--;
      System.arraycopy(columns, at + 1, columns, at, size - at);
      System.arraycopy(amounts, at + 1, amounts, at, size - at);
    }
    return now;
  }

  /** Whether nothing is held of any column. */
  boolean isEmpty() {
    return size == 0;
  }
}
