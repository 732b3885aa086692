package cloud.bleu.cli.terminal;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What a verb touches of the world outside.
 *
 * @param out takes the result and nothing else
 * @param err takes everything else
 */
public record Surface(PrintWriter out, PrintWriter err, InputStream in, Clock clock) {

  /** A copy whose clock goes on from another instant. */
  public Surface at(Instant start) {
    return new Surface(out, err, in, Clock.offset(clock, Duration.between(clock.instant(), start)));
  }

  /** A copy whose clock stands at an instant. */
  public Surface standing(Instant at) {
    return new Surface(out, err, in, new StandingClock(at, clock));
  }

  /** The real instant, also where the clock stands at another one. */
  public Instant real() {
    return (clock instanceof StandingClock standing ? standing.real : clock).instant();
  }

  private static final class StandingClock extends Clock {
    private final Instant at;
    private final Clock real;

    StandingClock(Instant at, Clock real) {
      this.at = at;
      this.real = real instanceof StandingClock standing ? standing.real : real;
    }

    @Override
    public ZoneId getZone() {
      return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return new StandingClock(at, real.withZone(zone));
    }

    @Override
    public Instant instant() {
      return at;
    }
  }
}
