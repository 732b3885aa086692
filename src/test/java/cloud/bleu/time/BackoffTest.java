package cloud.bleu.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  @Test
  void eachPauseIsTwiceTheOneBeforeUpToTheLast() {
    assertEquals(
        List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L),
        Stream.iterate(BACKOFF.first(), BACKOFF::after).limit(7).map(Duration::toSeconds).toList());
  }
}
