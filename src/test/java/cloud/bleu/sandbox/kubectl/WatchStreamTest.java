package cloud.bleu.sandbox.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watch of which nothing is told for long, and whose reader goes. */
@Timeout(60)
class WatchStreamTest {

  private static final Duration LONG = Duration.ofHours(1);

  /** Nobody else looks for him, and no event comes. */
  @Test
  void aReaderWhoHasGoneIsSeenWhileNothingIsTold() {
    OutputStream gone =
        new OutputStream() {
          private int taken;

          @Override
          public void write(int one) throws IOException {
            assertEquals(' ', one, "it means nothing before an object");
            if (++taken > 3) {
              throw new IOException("nobody reads");
            }
          }
        };
    IOException seen =
        assertThrows(
            IOException.class,
            () ->
                new WatchStream()
                    .write(LONG, Duration.ofMillis(1), UnaryOperator.identity(), gone));
    assertEquals("nobody reads", seen.getMessage());
  }

  /** A time that is up at once. */
  @Test
  void nobodyIsLookedForOnceTheTimeIsUp() throws Exception {
    WatchStream stream = new WatchStream();
    assertEquals("", written(stream));
    stream.look();
    assertEquals("  ", written(stream), "unless that is asked");
    assertEquals("", written(stream));
  }

  private static String written(WatchStream stream) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.write(Duration.ofNanos(1), LONG, UnaryOperator.identity(), out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
