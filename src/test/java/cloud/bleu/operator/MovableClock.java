package cloud.bleu.operator;

import cloud.bleu.operator.config.OperatorOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Goes as the clock of the machine does, can be put forward, and can stand still. */
public final class MovableClock extends Clock {

  private Duration ahead = Duration.ZERO;

  /** What the clock of the machine said when this one stopped; null: it goes. */
  private @Nullable Instant stoppedAt;

  private long stoppedNanos;

  public synchronized void forward(Duration by) {
    ahead = ahead.plus(by);
  }

  /** Stands still: what may take so long by it may take as long as it does. */
  public synchronized void stop() {
    stoppedAt = Instant.now();
    stoppedNanos = System.nanoTime();
  }

  /** Goes on from where it stands. */
  public synchronized void goOn() {
    ahead = ahead.minus(Duration.between(Objects.requireNonNull(stoppedAt), Instant.now()));
    stoppedAt = null;
  }

  /** Time that passes for both clocks of a process: none of them jumps. */
  synchronized long nanos() {
    return (stoppedAt == null ? System.nanoTime() : stoppedNanos) + ahead.toNanos();
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
  public synchronized Instant instant() {
    return (stoppedAt == null ? Instant.now() : stoppedAt).plus(ahead);
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
