package cloud.bleu.cli.terminal;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What a verb touches of the world outside.
 *
 * @param out takes the result and nothing else
 * @param err takes everything else
 */
public record Surface(PrintWriter out, PrintWriter err, InputStream in, Clock clock) {

  /** The same, with a clock that goes on from another instant. */
  public Surface at(Instant start) {
    return new Surface(out, err, in, Clock.offset(clock, Duration.between(clock.instant(), start)));
  }

  /** The same, with a clock that stands. */
  public Surface standing(Instant at) {
    return new Surface(out, err, in, Clock.fixed(at, clock.getZone()));
  }
}
