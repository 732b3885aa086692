package cloud.bleu.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that stands where a test has put it. */
public final class StatedClock extends Clock {
  private Instant now;

  /** One that shows this instant. */
  public StatedClock(Instant now) {
    this.now = now;
  }

  /** So much time goes by. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    throw new UnsupportedOperationException("an instant has no zone");
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("an instant has no zone");
  }
}
