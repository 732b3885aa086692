package cloud.bleu.apiserver;

import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header by which an answer asks to come again later. A server may ask for a year in it. */
final class RetryAfter {

  /** What an answer gets that asks to wait for longer. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  private static final String NAME = "Retry-After";

  /** A date is another form of it, which no API server sends. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]+");

  /** Of seconds that are longer than the longest in any case, and fit into a number here. */
  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /** How long an answer asks to wait, up to the longest; zero where it does not say. */
  static Duration of(@Nullable HttpResponse<?> response) {
    String seconds = response == null ? null : response.header(NAME);
    if (seconds == null || !SECONDS.matcher(seconds).matches()) {
      return Duration.ZERO;
    }
    Duration asked =
        seconds.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(seconds));
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
