package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers until when a server asks to be left alone, by the {@code Retry-After} in seconds of its
 * last answer that has one: 429, or 503. It asks for 10 seconds at most, whatever it says. Nothing
 * is held back here: who sends decides.
 */
public final class ServerPause implements Interceptor {

  /** Under which it is added to a client. */
  public static final String NAME = "server-pause";

  private final LongSupplier nanos;
  private volatile @Nullable Long until;

  /**
   * @param nanos a clock that never goes back
   */
  public ServerPause(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
    Duration asked = isPutOff(response.code()) ? RetryAfter.of(response) : Duration.ZERO;
    if (!asked.isZero()) {
      until = nanos.getAsLong() + asked.toNanos();
    }
  }

  /** Whether an answer of this code may ask to come again later. */
  public static boolean isPutOff(int code) {
    return code == StatusCodes.TOO_MANY_REQUESTS || code == HttpURLConnection.HTTP_UNAVAILABLE;
  }

  /** How long it asks to be left alone from now on; zero: it does not. */
  public Duration left() {
    Long end = until;
    return end == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
  }
}
