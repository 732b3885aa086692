package cloud.bleu.operator;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * When to look whether something holds: soon at first, then after 50 ms, 100, 200 and 400; when a
 * watch has told of anything, four times a second at most, and twice a second in any case, as no
 * watch tells of all that may be asked for. A look costs the API server and both clients five
 * milliseconds of a processor, and a test that waits for nodes to be lost looks for half a minute.
 */
final class Looks {
  /** Between two questions whether to look, which cost nothing. */
  static final Duration TICK = Duration.ofMillis(50);

  private static final int MOST_TICKS = 5;
  private static final int TICKS_WHILE_QUIET = 10;

  private final LongSupplier told;
  private final Callable<Boolean> holds;
  private long heard = -1;
  private int looks;
  private int ticks;

  /**
   * @param told counts what a watch has told of
   * @param holds looks
   */
  Looks(LongSupplier told, Callable<Boolean> holds) {
    this.told = told;
    this.holds = holds;
  }

  /** To be asked each {@link #TICK}: whether it was looked, and it holds. */
  boolean holds() throws Exception {
    ticks++;
    long now = told.getAsLong();
    boolean due = now != heard && ticks >= Math.min(MOST_TICKS, looks);
    if (!due && ticks < whileQuiet()) {
      return false;
    }
    looks++;
    ticks = 0;
    heard = now;
    return holds.call();
  }

  /** Twice as many after each look, until there are ten. */
  private int whileQuiet() {
    return Math.min(TICKS_WHILE_QUIET, (1 << Math.min(TICKS_WHILE_QUIET, looks)) / 2);
  }
}
