package cloud.bleu.operator.pass;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.LedgerRefusedException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long the placement loop waits after a fault, for longer after each that follows another, and
 * whether what changes ends that.
 */
final class FaultPause {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LAST = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private Duration next = FIRST;
  private boolean refused;

  /** When it is over, by the nanoseconds of this machine: a clock may be set back meanwhile. */
  private long until;

  /**
   * @param nanos a monotonic clock
   */
  FaultPause(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether nothing has failed since things went well last. */
  boolean isNone() {
    return next.equals(FIRST);
  }

  /** Things went well. */
  void end() {
    next = FIRST;
    refused = false;
  }

  /**
   * Whether what changes begins a pass at once. Not after a refusal: the server would refuse again
   * what it has refused, until somebody changes what refuses it, or the pause is over.
   */
  boolean heedsChanges() {
    return !refused || until - nanos.getAsLong() <= 0;
  }

  /** How long until it is over, whatever the clock says by then; null when there is none. */
  @Nullable Duration left() {
    return isNone() ? null : Duration.ofNanos(Math.max(0, until - nanos.getAsLong()));
  }

  /** How long to wait after a fault that has just happened. */
  Duration begin(Throwable fault) {
    refused =
        fault instanceof LedgerConflictException
            || fault instanceof LedgerRefusedException
            || fault instanceof KubernetesClientException answer && Refusal.of(answer) != null;
    Duration pause = next;
    until = nanos.getAsLong() + pause.toNanos();
    Duration twice = pause.multipliedBy(2);
    next = twice.compareTo(LAST) < 0 ? twice : LAST;
    return pause;
  }
}
