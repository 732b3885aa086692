package cloud.bleu.operator.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemberThreadTest {

  /** However much is told meanwhile, one more look sees all of it. */
  @Test
  void oneRefreshWaitsAtMost() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch twice = new CountDownLatch(2);
    AtomicInteger looks = new AtomicInteger();
    try (MemberThread thread =
        new MemberThread(
            () -> {
              begun.countDown();
              awaited(told);
              looks.incrementAndGet();
              twice.countDown();
            })) {
      thread.refresh();
      awaited(begun);
      for (int i = 0; i < 100; i++) {
        thread.refresh();
      }
      assertEquals(1, thread.waiting(), "of a hundred");
      told.countDown();
      awaited(twice);
    }
    assertEquals(2, looks.get());
  }

  /** What a look connects would be connected for ever, as who closes has closed all by then. */
  @Test
  void nothingIsConnectedOnceItIsClosed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> told = new CompletableFuture<>();
    AtomicBoolean connected = new AtomicBoolean();
    AtomicBoolean seen = new AtomicBoolean();
    MemberThread thread =
        new MemberThread(
            () -> {
              begun.countDown();
              told.join();
              connected.set(true);
            });
    thread.refresh();
    awaited(begun);
    Thread closer =
        new Thread(
            () -> {
              thread.close();
              seen.set(connected.get());
            });
    closer.start();
    Set<Thread.State> settled = Set.of(Thread.State.BLOCKED, Thread.State.TERMINATED);
    await().atMost(Duration.ofMinutes(5)).until(() -> settled.contains(closer.getState()));
    told.complete(null);
    closer.join();
    assertTrue(seen.get(), "who closes sees what was connected");
  }

  @Test
  void whereThereIsNoThreadTheNextOneWhoAsksTriesAgain() {
    CountDownLatch looked = new CountDownLatch(1);
    AtomicBoolean exhausted = new AtomicBoolean(true);
    try (MemberThread thread =
        new MemberThread(
            looked::countDown,
            task -> {
              if (exhausted.get()) {
                throw new InternalError("unable to create native thread");
              }
              return new Thread(task);
            })) {
      assertThrows(InternalError.class, thread::refresh);
      exhausted.set(false);
      thread.refresh();
      awaited(looked);
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertTrue(latch.await(5, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
