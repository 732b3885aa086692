package cloud.bleu.operator.profile;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many plugins run at once, of all clusters: they take their memory from the operator's. */
final class PluginSlots {

  /** So many, unless somebody says otherwise. */
  static final int MOST = 4;

  /** For so long one may wait for its turn: longer than many runs that hang take. */
  static final Duration WAITING = Duration.ofMinutes(5);

  private final int most;
  private final Duration waiting;
  private final Semaphore free;

  /**
   * @param waiting for its turn, which is no part of the time of a run
   */
  PluginSlots(int most, Duration waiting) {
    this.most = most;
    this.waiting = waiting;
    free = new Semaphore(most, true);
  }

  /** Waits for a turn, in the order of those who ask; each is given back. */
  void take() throws PluginException, InterruptedException {
    if (!free.tryAcquire(waiting.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new PluginException(
          "had no turn for "
              + waiting.toSeconds()
              + " s, as "
              + most
              + " plugins run at once: see the log of the operator for those that hang");
    }
  }

  /** Gives a turn back. */
  void giveBack() {
    free.release();
  }

  /** Whether somebody waits for a turn. */
  boolean isAwaited() {
    return free.hasQueuedThreads();
  }
}
