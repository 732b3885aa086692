package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The tries of one request: how much time each has, and how long to wait before the next. */
final class RequestTries {

  /** There is no next one. */
  static final long NONE = -1;

  /** The most that all answers to a request get. */
  static final Duration IN_ALL = Duration.ofSeconds(30);

  private final HttpRequest request;
  private final @Nullable Duration together;
  private final LongSupplier nanos;
  private final long began;
  private long waited;

  /**
   * @param together the time that all of them have; null: each has the time of the request
   * @param nanos a clock that never goes back
   */
  RequestTries(HttpRequest request, @Nullable Duration together, LongSupplier nanos) {
    this.request = request;
    this.together = together;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /** What is sent next: it has what is left of the time. */
  HttpRequest next() {
    if (together == null || !(request instanceof StandardHttpRequest standard)) {
      return request;
    }
    long left = Math.max(1, together.toMillis() - spent());
    return standard.newBuilder().timeout(left, TimeUnit.MILLISECONDS).build();
  }

  /**
   * After how many milliseconds the next one begins: as the server asks, within bounds, if that is
   * longer than the interval. {@link #NONE} where the time for all is over by then, or what all
   * answers get.
   *
   * @param response null: none came
   * @param interval that is waited otherwise, in milliseconds
   */
  long pause(@Nullable HttpResponse<?> response, long interval) {
    long asked = RetryAfter.of(response).toMillis();
    long pause = Math.max(interval, asked);
    if (together != null && spent() + pause >= together.toMillis()) {
      return NONE;
    }
    if (asked <= interval) {
      return interval;
    }
    waited += asked;
    return waited > IN_ALL.toMillis() ? NONE : asked;
  }

  private long spent() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - began);
  }
}
