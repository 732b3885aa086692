package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a request is tried again, and how long each try may take. */
class RequestTriesTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final StandardHttpRequest request =
      (StandardHttpRequest)
          new StandardHttpRequest.Builder()
              .uri(URI.create("http://127.0.0.1/api"))
              .post("text/plain", "body")
              .timeout(60, TimeUnit.SECONDS)
              .build();

  private static HttpResponse<?> answer(@Nullable String retryAfter) {
    return (HttpResponse<?>)
        Proxy.newProxyInstance(
            HttpResponse.class.getClassLoader(),
            new Class<?>[] {HttpResponse.class},
            (proxy, method, arguments) ->
                method.getName().equals("header") && arguments[0].equals("Retry-After")
                    ? retryAfter
                    : null);
  }

  private void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @ParameterizedTest(name = "within {0}, after {1} ms, asked for {2}, else {3} ms: {4}")
  @CsvSource({
    // Each try has its own time: no end but of what the server asks for.
    ",       0, ,          100,   100",
    ",  999999, ,         3200,  3200",
    ",       0, 1,         100,  1000",
    ",       0, 1,        3200,  3200",
    ",       0, 0,         100,   100",
    ",       0, 10,        100, 10000",
    ",       0, 11,        100, 10000",
    ",       0, 999999999, 100, 10000",
    ",       0, 9999999999, 100, 10000",
    ",       0, 99999999999999999999, 100, 10000",
    // What says no seconds says nothing.
    ",       0, soon,      100,   100",
    ",       0, -5,        100,   100",
    ",       0, 'Mon, 30 Nov 2026 12:00:00 GMT', 100, 100",
    // All of them have one time together.
    "2000,   0, ,          100,   100",
    "2000, 1899, ,         100,   100",
    "2000, 1900, ,         100,    -1",
    "2000, 5000, ,         100,    -1",
    "2000,   0, 1,         100,  1000",
    "2000, 999, 1,         100,  1000",
    "2000, 1000, 1,        100,    -1",
    "2000,   0, 2,         100,    -1",
    // Who asks for half a minute is asked again all the same.
    "30000,  0, 30,        100, 10000",
    "30000, 20000, 30,     100,    -1",
  })
  void nextTryBeginsAfterAPause(
      @Nullable Long within,
      long spent,
      @Nullable String retryAfter,
      long interval,
      long expected) {
    RequestTries tries =
        new RequestTries(request, within == null ? null : Duration.ofMillis(within), nanos::get);
    pass(spent);
    assertEquals(expected, tries.pause(answer(retryAfter), interval));
  }

  /** Short pauses are bounded by their number. */
  @ParameterizedTest
  @CsvSource({"10, 100, 3", "7, 100, 4", "1, 100, 30", "1, 1000, 99", "0, 100, 99"})
  void whatTheServerAsksForIsBounded(String seconds, long interval, int most) {
    RequestTries tries = new RequestTries(request, null, nanos::get);
    int pauses = 0;
    while (pauses < 99 && tries.pause(answer(seconds), interval) >= 0) {
      pauses++;
    }
    assertEquals(most, pauses);
  }

  @Test
  void whatGotNoAnswerIsTriedAfterTheInterval() {
    assertEquals(
        100, new RequestTries(request, Duration.ofSeconds(10), nanos::get).pause(null, 100));
  }

  @ParameterizedTest(name = "after {0} ms: {1} ms")
  @CsvSource({"0, 2000", "1500, 500", "1999, 1", "2000, 1", "9000, 1"})
  void eachTryHasWhatIsLeft(long spent, long left) {
    RequestTries tries = new RequestTries(request, Duration.ofSeconds(2), nanos::get);
    pass(spent);
    StandardHttpRequest next = (StandardHttpRequest) tries.next();
    assertEquals(Duration.ofMillis(left), next.getTimeout());
    assertEquals(
        "POST http://127.0.0.1/api body",
        next.method() + " " + next.uri() + " " + next.bodyString());
  }

  @Test
  void eachTryIsTheRequestWhereNoTimeIsForAll() {
    HttpRequest next = new RequestTries(request, null, nanos::get).next();
    assertSame(request, next);
  }
}
