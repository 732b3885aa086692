package cloud.bleu.operator.member;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a server does not know the credential of a request (401), whatever was asked: a read,
 * a write, or to open a watch. Requests that are refused within five seconds are told of once, as
 * all watches end together where a credential is revoked.
 */
final class CredentialRefusals implements Interceptor {

  /** Under which it is added to a client. */
  static final String NAME = "credential-refusals";

  /** For so long one word counts. */
  static final Duration ONCE = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private volatile Runnable told = () -> {};

  /** When it was told last; null: never. */
  private @Nullable Long last;

  /**
   * @param nanos a clock that nobody can set, in nanoseconds
   */
  CredentialRefusals(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Has somebody told from now on, in place of whoever was told before.
   *
   * @param listener does not wait: it runs on a thread of the client
   */
  void tell(Runnable listener) {
    told = listener;
  }

  /** Asked of handshakes of watches too. What the client mends by a newer token is answered. */
  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    if (response.code() == HttpURLConnection.HTTP_UNAUTHORIZED && isNew()) {
      told.run();
    }
    return CompletableFuture.completedFuture(false);
  }

  private synchronized boolean isNew() {
    long now = nanos.getAsLong();
    if (last != null && now - last < ONCE.toNanos()) {
      return false;
    }
    last = now;
    return true;
  }
}
