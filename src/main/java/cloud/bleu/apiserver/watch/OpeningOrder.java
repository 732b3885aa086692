package cloud.bleu.apiserver.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Has connections to one server opened one after the other. A session of TLS 1.3 is resumed once:
 * of connections that are opened at once all but one verify the signature of the server anew, which
 * is most of what an opening costs. One that is open has left a session for the next.
 */
final class OpeningOrder {

  private final Duration longest;
  private final Duration most;
  private final AtomicReference<CompletableFuture<Void>> last =
      new AtomicReference<>(CompletableFuture.completedFuture(null));

  /**
   * One that opens keeps the next waiting for a second at most. Nobody waits for longer than five
   * seconds: then all that wait open at once, as where the server takes connections and is silent.
   */
  OpeningOrder() {
    this(Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  /**
   * @param longest for so long at most one waits for the one before, from when that begins to open
   * @param most for so long at most one waits for all that are before
   */
  OpeningOrder(Duration longest, Duration most) {
    this.longest = longest;
    this.most = most;
  }

  /**
   * Opens at once when nobody is before, else when those have opened, have failed or took too long.
   *
   * @return what the opening returns
   */
  <T> CompletableFuture<T> next(Supplier<CompletableFuture<T>> opening) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    CompletableFuture<Void> before = last.getAndSet(turn);
    // Not on the thread that found the time to be up: all timeouts of this JVM share it.
    CompletableFuture<T> opened =
        before.isDone()
            ? before.thenCompose(begins -> opens(opening, turn))
            : before
                .copy()
                .completeOnTimeout(null, most.toMillis(), TimeUnit.MILLISECONDS)
                .thenComposeAsync(begins -> opens(opening, turn));
    return opened.whenComplete((connection, problem) -> turn.complete(null));
  }

  private <T> CompletableFuture<T> opens(
      Supplier<CompletableFuture<T>> opening, CompletableFuture<Void> turn) {
    CompletableFuture<T> opened = opening.get();
    turn.completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
    return opened;
  }
}
