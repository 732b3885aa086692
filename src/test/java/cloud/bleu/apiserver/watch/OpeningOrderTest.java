package cloud.bleu.apiserver.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who opens a connection when, and who is not kept waiting. */
@Tag("wiring")
class OpeningOrderTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CompletableFuture<String> second = new CompletableFuture<>();

  private CompletableFuture<String> opening(
      OpeningOrder order, String name, CompletableFuture<String> opens) {
    return order.next(
        () -> {
          begun.add(name);
          return opens;
        });
  }

  private String nextBegun() throws InterruptedException {
    return String.valueOf(begun.poll(LONG.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void oneBeginsWhenTheOneBeforeIsOpen() throws InterruptedException {
    OpeningOrder order = new OpeningOrder(LONG, LONG);
    CompletableFuture<String> one = opening(order, "one", first);
    CompletableFuture<String> two = opening(order, "two", second);
    assertEquals("one", nextBegun());
    assertFalse(two.isDone());
    assertEquals(List.of(), List.copyOf(begun), "the first one is not open yet");
    first.complete("1");
    assertEquals("two", nextBegun());
    second.complete("2");
    assertEquals("1", one.join());
    assertEquals("2", two.join());
  }

  @Test
  void oneThatFailsKeepsNobodyWaiting() throws InterruptedException {
    OpeningOrder order = new OpeningOrder(LONG, LONG);
    CompletableFuture<String> one = opening(order, "one", first);
    CompletableFuture<String> thrown =
        order.next(
            () -> {
              throw new IllegalStateException("no request can be made");
            });
    opening(order, "three", second);
    assertEquals("one", nextBegun());
    first.completeExceptionally(new IllegalStateException("refused"));
    assertEquals("three", nextBegun());
    assertThrows(CompletionException.class, one::join);
    assertThrows(CompletionException.class, thrown::join);
  }

  @Test
  void oneThatHangsKeepsTheNextWaitingForAWhileOnly() throws InterruptedException {
    OpeningOrder order = new OpeningOrder(SHORT, LONG);
    CompletableFuture<String> one = opening(order, "one", first);
    opening(order, "two", second);
    assertEquals("one", nextBegun());
    assertEquals("two", nextBegun());
    assertFalse(one.isDone());
    first.complete("late");
    assertEquals("late", one.join());
  }

  /** Many that open one after the other are not many that take too long. */
  @Test
  void eachHasItsTimeFromWhenItBegins() throws InterruptedException {
    OpeningOrder order = new OpeningOrder(SHORT, LONG);
    BlockingQueue<Long> times = new LinkedBlockingQueue<>();
    for (int i = 0; i < 4; i++) {
      order.next(
          () -> {
            times.add(System.nanoTime());
            return first;
          });
    }
    long before = times.take();
    for (int i = 1; i < 4; i++) {
      long now = times.take();
      assertTrue(now - before >= SHORT.toNanos(), "number " + i + " did not wait");
      before = now;
    }
  }

  @Test
  void whereAllHangNobodyWaitsForAllOfThem() throws InterruptedException {
    OpeningOrder order = new OpeningOrder(LONG, SHORT);
    for (String name : List.of("one", "two", "three")) {
      opening(order, name, first);
    }
    assertEquals("one", nextBegun());
    assertEquals(Set.of("two", "three"), Set.of(nextBegun(), nextBegun()));
  }
}
