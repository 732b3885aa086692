package cloud.bleu.operator;

import cloud.bleu.operator.config.OperatorOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Goes as the clock of the machine does, and can be put forward. */
public final class MovableClock extends Clock {

  private volatile Duration ahead = Duration.ZERO;

  public void forward(Duration by) {
    ahead = ahead.plus(by);
  }

  /** Time that passes for both clocks of a process: none of them jumps. */
  long nanos() {
    return System.nanoTime() + ahead.toNanos();
  }

  /** An operator alone, for which time passes as this clock says. */
  public OperatorOptions alone() {
    return OperatorOptions.alone(this).with(this::nanos);
  }

  /** The same in a namespace, in which it looks for Secrets. */
  public OperatorOptions alone(String namespace) {
    return new OperatorOptions(
            "127.0.0.1",
            -1,
            false,
            namespace,
            "alone",
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            this,
            null)
        .with(this::nanos)
        .with(OperatorUnderTest.OFTEN);
  }

  /** The same that stands for an election, with a lease that no pause of the machine outlasts. */
  public OperatorOptions elected(String namespace, String identity) {
    Duration lease = Duration.ofMinutes(5);
    return new OperatorOptions(
            "127.0.0.1",
            -1,
            true,
            namespace,
            identity,
            lease,
            lease.dividedBy(2),
            Duration.ofSeconds(1),
            this,
            null)
        .with(this::nanos)
        .with(OperatorUnderTest.OFTEN.patient(lease));
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
