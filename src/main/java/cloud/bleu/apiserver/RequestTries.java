package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tries of one request: how much time each has, and how long to wait before the next. */
final class RequestTries {

  /** There is no next one. */
  static final long NONE = -1;

  private static final String RETRY_AFTER = "Retry-After";

  /** A date is another form of it, which no API server sends. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final HttpRequest request;
  private final @Nullable Duration together;
  private final Duration longest;
  private final LongSupplier nanos;
  private final long began;

  /**
   * @param together the time that all of them have; null: each has the time of the request
   * @param longest that an answer can have who asks wait
   * @param nanos a clock that never goes back
   */
  RequestTries(
      HttpRequest request, @Nullable Duration together, Duration longest, LongSupplier nanos) {
    this.request = request;
    this.together = together;
    this.longest = longest;
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
   * After how many milliseconds the next one begins: no sooner than the server asks for. {@link
   * #NONE} where the time for all is over by then.
   *
   * @param response null: none came
   * @param interval that is waited otherwise, in milliseconds
   */
  long pause(@Nullable HttpResponse<?> response, long interval) {
    long pause = Math.max(interval, Math.min(asked(response), longest.toMillis()));
    return together != null && spent() + pause >= together.toMillis() ? NONE : pause;
  }

  private long spent() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - began);
  }

  /** How many milliseconds the server asks to wait; 0 where it does not say. */
  private static long asked(@Nullable HttpResponse<?> response) {
    String seconds = response == null ? null : response.header(RETRY_AFTER);
    return seconds == null || !SECONDS.matcher(seconds).matches()
        ? 0
        : TimeUnit.SECONDS.toMillis(Long.parseLong(seconds));
  }
}
