package cloud.bleu.sandbox;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does one thing over and over, but for the time that it stands still. */
final class Rounds implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private volatile boolean still;

  /**
   * @param round begins again half a second after it has ended, be it that it failed
   */
  Rounds(Runnable round) {
    thread.scheduleWithFixedDelay(() -> unlessStill(round), 0, 500, TimeUnit.MILLISECONDS);
  }

  private void unlessStill(Runnable round) {
    if (still) {
      return;
    }
    try {
      round.run();
    } catch (RuntimeException againLater) {
      // As an agent does: the next round tries again.
    }
  }

  /** No round begins any more until {@link #goOn}, and one that is under way has ended. */
  void standStill() {
    still = true;
    try {
      thread.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Rounds begin again. */
  void goOn() {
    still = false;
  }

  /** No round begins any more, and one that is under way has ended. */
  @Override
  public void close() {
    standStill();
    thread.shutdownNow();
  }
}
