package cloud.bleu.operator.cache;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread on which what is to be done after a while is done after a twentieth of that: for tests
 * of what is done, while others hold how often.
 */
public final class HurriedThread extends ScheduledThreadPoolExecutor {

  private static final int TIMES = 20;

  public HurriedThread(String name) {
    super(
        1,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
    setRemoveOnCancelPolicy(true);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return super.schedule(task, unit.toNanos(delay) / TIMES, TimeUnit.NANOSECONDS);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long first, long delay, TimeUnit unit) {
    return super.scheduleWithFixedDelay(
        task, unit.toNanos(first) / TIMES, unit.toNanos(delay) / TIMES, TimeUnit.NANOSECONDS);
  }
}
