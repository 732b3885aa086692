package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Drills are run by a controller that starts by itself, whatever hinders it at first. */
class DrillControllerTest {

  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch runs = new CountDownLatch(1);

  /** One that starts at an attempt, and not before. */
  private final class Attempt implements DrillController.Controllers {
    private final int number;

    Attempt(int number) {
      this.number = number;
    }

    @Override
    public void start() {
      done.add("start " + number);
      if (number < 3) {
        throw new StartException("not yet", new IllegalStateException());
      }
      runs.countDown();
    }

    @Override
    public void stop() {
      done.add("stop " + number);
    }
  }

  @Test
  void aStartThatFailsIsTriedAgainWithAnother() throws Exception {
    int[] made = {0};
    CompletableFuture<Void> listed = new CompletableFuture<>();
    try (DrillController controller =
        new DrillController(() -> new Attempt(++made[0]), Duration.ofMillis(1))) {
      controller.startAfter(listed);
      assertEquals(List.of(), done, "drills are not listed yet");
      listed.complete(null);
      assertTrue(runs.await(60, TimeUnit.SECONDS), done.toString());
    }
    assertEquals(List.of("start 1", "stop 1", "start 2", "stop 2", "start 3", "stop 3"), done);
  }
}
