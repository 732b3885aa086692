package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often clusters are looked at. */
class RoundThreadTest {

  private final List<Task> asked = new ArrayList<>();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(0) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
          // Only held: the test runs it.
          ScheduledFuture<?> future = super.schedule(() -> {}, 1, TimeUnit.DAYS);
          asked.add(new Task(task, Duration.of(delay, unit.toChronoUnit()), future));
          return future;
        }
      };
  private long nanos;
  private int looked;
  private boolean isThereAnything = true;
  private final RoundThread rounds =
      new RoundThread(thread, () -> nanos, this::look, () -> isThereAnything);

  private @Nullable Error fault;

  private record Task(Runnable run, Duration delay, ScheduledFuture<?> future) {}

  @AfterEach
  void stop() {
    rounds.close();
  }

  private List<Task> due() {
    return asked.stream().filter(task -> !task.future().isCancelled()).toList();
  }

  private void run() {
    Task one = due().get(0);
    assertEquals(1, due().size(), "one round is due");
    asked.clear();
    nanos += one.delay().toNanos();
    one.run().run();
  }

  private void look() {
    looked++;
    if (fault != null) {
      throw fault;
    }
  }

  /** As where a class cannot be loaded, or no thread can be had. */
  @Test
  void anotherRoundFollowsOneThatFails() {
    fault = new NoClassDefFoundError("made up by a test");
    rounds.ask();
    run();
    run();
    assertEquals(2, looked);
    assertEquals(RoundThread.INTERVAL, due().get(0).delay());
  }

  @Test
  void manyChangesMakeOneRoundASecond() {
    rounds.ask();
    assertEquals(Duration.ZERO, due().get(0).delay());
    run();
    assertEquals(RoundThread.INTERVAL, due().get(0).delay());
    long begin = nanos;
    for (int i = 0; i < 100; i++) {
      rounds.ask();
    }
    assertEquals(RoundThread.APART, due().get(0).delay());
    run();
    assertEquals(2, looked);
    for (int i = 0; i < 100; i++) {
      nanos += Duration.ofMillis(100).toNanos();
      rounds.ask();
      if (i % 10 == 9) {
        Task one = due().get(0);
        asked.clear();
        one.run().run();
      }
    }
    assertEquals(12, looked);
    assertEquals(Duration.ofSeconds(11), Duration.ofNanos(nanos - begin));
  }

  @Test
  void changeDuringARoundMakesAnotherOne() {
    List<RoundThread> itself = new ArrayList<>();
    RoundThread one =
        new RoundThread(
            thread,
            () -> nanos,
            () -> {
              if (looked++ == 0) {
                itself.get(0).ask();
              }
            },
            () -> true);
    itself.add(one);
    one.ask();
    run();
    assertEquals(RoundThread.APART, due().get(0).delay());
    run();
    assertEquals(2, looked);
    assertEquals(RoundThread.INTERVAL, due().get(0).delay());
  }

  /** A cluster without an engine is not to wake for one every two seconds. */
  @Test
  void whereThereIsNothingItWaitsUntilItIsAsked() {
    isThereAnything = false;
    rounds.ask();
    run();
    assertEquals(List.of(), due());
    isThereAnything = true;
    nanos += Duration.ofHours(1).toNanos();
    rounds.ask();
    assertEquals(Duration.ZERO, due().get(0).delay());
    run();
    assertEquals(RoundThread.INTERVAL, due().get(0).delay());
    assertEquals(2, looked);
  }

  /** Whether there is anything cannot be said: so it is looked again. */
  @Test
  void whatCannotBeAskedEndsNoRounds() {
    RoundThread one =
        new RoundThread(
            thread,
            () -> nanos,
            () -> looked++,
            () -> {
              throw new IllegalStateException("the caches are closed");
            });
    one.ask();
    run();
    assertEquals(RoundThread.INTERVAL, due().get(0).delay());
    run();
    assertEquals(2, looked);
  }
}
