package cloud.bleu.operator.pass;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.LedgerRefusedException;
import cloud.bleu.time.Backoff;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pause of the placement loop after a fault. It doubles with each fault that follows another.
 */
final class FaultPause {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));

  private final LongSupplier nanos;
  private Duration next = BACKOFF.first();
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
    return next.equals(BACKOFF.first());
  }

  /** Takes note that a pass succeeded: the next pause is the shortest. */
  void end() {
    next = BACKOFF.first();
    refused = false;
  }

  /**
   * Whether what changes begins a pass at once. Not after a refusal: the server would refuse again
   * what it has refused, until somebody changes what refuses it, or the pause is over.
   */
  boolean heedsChanges() {
    return !refused || until - nanos.getAsLong() <= 0;
  }

  /** Returns how long until the pause is over, by a monotonic clock; null: there is no pause. */
  @Nullable Duration left() {
    return isNone() ? null : Duration.ofNanos(Math.max(0, until - nanos.getAsLong()));
  }

  /** Begins the pause after a fault, and returns how long it is. */
  Duration begin(Throwable fault) {
    refused =
        fault instanceof LedgerConflictException
            || fault instanceof LedgerRefusedException
            || fault instanceof KubernetesClientException answer && Refusal.of(answer) != null;
    Duration pause = next;
    until = nanos.getAsLong() + pause.toNanos();
    next = BACKOFF.after(pause);
    return pause;
  }
}
