package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Until when a server asks to be left alone. */
class ServerPauseTest {

  private final AtomicLong nanos = new AtomicLong(-5);
  private final ServerPause pause = new ServerPause(nanos::get);

  private void answered(int code, String retryAfter) {
    HttpResponse<?> response =
        (HttpResponse<?>)
            Proxy.newProxyInstance(
                HttpResponse.class.getClassLoader(),
                new Class<?>[] {HttpResponse.class},
                (proxy, method, arguments) ->
                    method.getName().equals("code") ? (Object) code : retryAfter);
    pause.after(
        new StandardHttpRequest.Builder().uri(URI.create("http://127.0.0.1/api")).build(),
        response,
        null);
  }

  /** A year is as long as the longest there is. */
  @ParameterizedTest
  @CsvSource({
    "429, 1, 1",
    "503, 7, 7",
    "429, 31536000, 10",
    "429, 99999999999999999999, 10",
    "429, -1, 0",
    "429, 'Mon, 30 Nov 2026 12:00:00 GMT', 0",
    "429, , 0",
    "200, 5, 0",
    "403, 5, 0"
  })
  void serverIsLeftAloneForAsLongAsItSaysWithinBounds(int code, String said, long seconds) {
    answered(code, said);
    assertEquals(Duration.ofSeconds(seconds), pause.left());
  }

  @Test
  void pauseEnds() {
    assertEquals(Duration.ZERO, pause.left());
    answered(429, "2");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    answered(200, null);
    assertEquals(Duration.ofSeconds(1), pause.left());
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertEquals(Duration.ZERO, pause.left());
  }
}
