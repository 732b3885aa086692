package cloud.bleu.operator.pass;

import java.time.Duration;

/** How long the placement loop waits after a fault: for longer after each that follows another. */
final class FaultPause {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LAST = Duration.ofSeconds(30);

  private Duration next = FIRST;

  /** Whether nothing has failed since things went well last. */
  boolean isNone() {
    return next.equals(FIRST);
  }

  /** Things went well. */
  void end() {
    next = FIRST;
  }

  /** How long to wait after a fault that has just happened. */
  Duration begin() {
    Duration pause = next;
    Duration twice = pause.multipliedBy(2);
    next = twice.compareTo(LAST) < 0 ? twice : LAST;
    return pause;
  }
}
