package cloud.bleu.cli.terminal;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What a verb reads and writes, and the clock that it asks: the IOStreams of kubectl and a clock.
 *
 * @param out takes the result and nothing else
 * @param err takes everything else
 */
public record IOStreams(PrintWriter out, PrintWriter err, InputStream in, Clock clock) {

  /** A copy whose clock goes on from another instant. */
  public IOStreams at(Instant start) {
    return new IOStreams(
        out, err, in, Clock.offset(clock, Duration.between(clock.instant(), start)));
  }

  /** A copy whose clock stands at an instant. */
  public IOStreams standing(Instant at) {
    return new IOStreams(out, err, in, new StandingClock(at, clock));
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
