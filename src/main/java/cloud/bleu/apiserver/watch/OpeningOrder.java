package cloud.bleu.apiserver.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Has connections to one server opened one after the other. A session of TLS 1.3 is resumed once:
 * of connections that are opened at once all but one verify the signatures of the server anew,
 * which is most of what an opening costs. One that is open has left a session for the next.
 */
final class OpeningOrder {

  private final Duration longest;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  /** The next one is not kept waiting for longer than a quarter of a second. */
  OpeningOrder() {
    this(Duration.ofMillis(250));
  }

  /**
   * @param longest for so long one that does not open, nor fail, keeps the next one waiting
   */
  OpeningOrder(Duration longest) {
    this.longest = longest;
  }

  /**
   * Opens when all before have been opened, have failed or took too long.
   *
   * @return what the opening returns
   */
  synchronized <T> CompletableFuture<T> next(Supplier<CompletableFuture<T>> opening) {
    CompletableFuture<T> opened = last.thenComposeAsync(turn -> opening.get());
    last =
        opened
            .<Void>handle((connection, problem) -> null)
            .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
    return opened;
  }
}
