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
  private final AtomicReference<CompletableFuture<Void>> last =
      new AtomicReference<>(CompletableFuture.completedFuture(null));

  /** Nobody waits for longer than a second, as where the server takes connections and is silent. */
  OpeningOrder() {
    this(Duration.ofSeconds(1));
  }

  /**
   * @param longest for so long at most one waits, however many are before
   */
  OpeningOrder(Duration longest) {
    this.longest = longest;
  }

  /**
   * Opens at once when nobody is before, else when those have opened, have failed or took too long.
   *
   * @return what the opening returns
   */
  <T> CompletableFuture<T> next(Supplier<CompletableFuture<T>> opening) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    CompletableFuture<Void> before = last.getAndSet(turn);
    turn.completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
    // Not on the thread that found the time to be up: all timeouts of this JVM share it.
    CompletableFuture<T> opened =
        before.isDone()
            ? before.thenCompose(begins -> opening.get())
            : before.thenComposeAsync(begins -> opening.get());
    return opened.whenComplete((connection, problem) -> turn.complete(null));
  }
}
