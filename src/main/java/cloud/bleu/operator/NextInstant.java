package cloud.bleu.operator;

import cloud.bleu.ledger.InForce;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The next instant at which the same objects may lead to another decision. */
final class NextInstant {

  private NextInstant() {}

  /** The earliest instant after the estate's; never later than the next day in Europe/Paris. */
  static Instant of(Estate estate, Windows windows, Collection<InForce> inForce) {
    Instant now = estate.now();
    Instant next = Windows.nextDay(now);
    next = earlier(now, next, windows.validUntil());
    for (Workload w : estate.workloads()) {
      for (Zone z : estate.zones()) {
        if (w.failoverAfter() != null && z.unhealthySince() != null) {
          next = earlier(now, next, z.unhealthySince().plus(w.failoverAfter()));
        }
        if (z.stateSince() != null) {
          next = earlier(now, next, z.stateSince().plus(w.returnAfter()));
        }
      }
    }
    for (InForce f : inForce) {
      next = earlier(now, next, f.recent().nextRelease(now));
    }
    return next;
  }

  private static Instant earlier(Instant now, Instant next, @Nullable Instant candidate) {
    return candidate != null && candidate.isAfter(now) && candidate.isBefore(next)
        ? candidate
        : next;
  }
}
