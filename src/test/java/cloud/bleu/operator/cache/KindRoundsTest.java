package cloud.bleu.operator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often rounds are made, by a clock that the test moves. */
class KindRoundsTest {

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparing(Task::at));
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(0) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
          // Only held: the test runs it.
          ScheduledFuture<?> future = super.schedule(() -> {}, 1, TimeUnit.DAYS);
          tasks.add(new Task(nanos + unit.toNanos(delay), task, future));
          return future;
        }

        @Override
        public void execute(Runnable task) {
          task.run();
        }
      };

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private KindRounds rounds;
  private long nanos;
  private int begun;
  private int ended;
  private int written;
  private Predicate<WriteBackoff> write = backoff -> true;

  private record Task(long at, Runnable run, ScheduledFuture<?> future) {}

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(List.of());
    client = PatientClients.of(server);
    rounds =
        new KindRounds(
            "things",
            made -> new ServedKind(client, "things.example.com", any -> true, null, version -> {}),
            new KindRounds.Work() {
              @Override
              public void begin() {
                begun++;
              }

              @Override
              public void end() {
                ended++;
              }

              @Override
              public boolean write(WriteBackoff backoff) {
                written++;
                return write.test(backoff);
              }
            },
            () -> nanos,
            thread);
  }

  @AfterEach
  void stop() {
    rounds.close();
    client.close();
    server.close();
  }

  /**
   * Lets time pass; what is due at its end is done in the next time.
   *
   * @param isBusy whether something changes every 100 ms
   */
  private void pass(Duration time, boolean isBusy) {
    long end = nanos + time.toNanos();
    long next = nanos;
    while (nanos < end) {
      if (isBusy && nanos >= next) {
        rounds.wake();
        next = nanos + Duration.ofMillis(100).toNanos();
      }
      tasks.removeIf(task -> task.future().isCancelled());
      Task first = tasks.peek();
      long until = isBusy ? Math.min(next, end) : end;
      if (first != null && first.at() <= until && first.at() < end) {
        tasks.poll();
        nanos = Math.max(nanos, first.at());
        first.run().run();
      } else {
        nanos = until;
      }
    }
  }

  private int rounds(Duration time, boolean isBusy) {
    int before = written;
    pass(time, isBusy);
    return written - before;
  }

  @Test
  void thereIsARoundASecondAtMostAndNoneWithoutNews() {
    pass(Duration.ofSeconds(10), true);
    assertEquals(0, written, "the cluster does not have the kind");
    rounds.served(true);
    assertEquals(1, begun);
    assertEquals(1, rounds(Duration.ofSeconds(60), false));
    assertEquals(60, rounds(Duration.ofSeconds(60), true));
    assertEquals(1, rounds(Duration.ofSeconds(60), false));
    rounds.served(false);
    assertEquals(1, ended);
    assertEquals(0, rounds(Duration.ofSeconds(60), true));
  }

  /** After 0, 1, 3, 7, 15, 31 and 63 s, then once a minute: it needs no news for that. */
  @Test
  void whatIsRefusedMakesARoundWhenItIsDue() {
    write =
        backoff -> {
          backoff.refused("a", "same");
          return false;
        };
    rounds.served(true);
    assertEquals(6, rounds(Duration.ofSeconds(60), false));
    assertEquals(60, rounds(Duration.ofHours(1), false));
    write = backoff -> true;
    assertEquals(1, rounds(Duration.ofHours(1), false));
  }

  @Test
  void whatIsNotAsItShouldBeAndNotRefusedMakesARoundEachHalfMinute() {
    write = backoff -> false;
    rounds.served(true);
    assertEquals(20, rounds(Duration.ofMinutes(10), false));
  }

  /** After 0, 2, 6, 14 and 30 s, then twice a minute, however much changes. */
  @Test
  void serverThatDoesNotAnswerIsAskedEverMoreRarely() {
    write =
        backoff -> {
          throw new IllegalStateException("away");
        };
    rounds.served(true);
    assertEquals(5, rounds(Duration.ofSeconds(60), true));
    assertEquals(120, rounds(Duration.ofHours(1), true));
    write = backoff -> true;
    assertEquals(60, rounds(Duration.ofSeconds(60), true));
  }
}
