package cloud.bleu.operator.snapshot;

import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.Translation;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The next instant at which the same objects may lead to another decision, or another status. */
public final class NextInstant {

  private NextInstant() {}

  /**
   * The earliest instant after the estate's; never later than the next day in Europe/Paris.
   *
   * @param dates at which facts, windows and waivers lapse: each of their notices is an instant too
   */
  public static Instant of(
      Translation translation, SortedSet<Instant> dates, Collection<DecisionInForce> inForce) {
    Estate estate = translation.estate();
    Instant now = estate.now();
    Instant next = earlier(now, FactValidity.nextDay(now), translation.joinsUntil());
    for (Instant date : dates.tailSet(now)) {
      next = earlier(now, next, date);
      for (Notice notice : Notice.values()) {
        next = earlier(now, next, notice.before(date));
      }
    }
    for (Zone z : estate.zones()) {
      Instant since = z.health().since();
      next = earlier(now, next, since == null ? null : since.plus(z.health().after()));
    }
    if (estate.lossBudget() != null) {
      for (LossBudget.Waiting waiting : estate.lossBudget().waiting()) {
        next = earlier(now, next, waiting.until());
      }
    }
    for (Workload w : estate.workloads()) {
      for (Zone z : estate.zones()) {
        Instant out = z.unhealthySince() != null ? z.unhealthySince() : z.health().degradedSince();
        if (w.silenceAfter() != null && out != null) {
          next = earlier(now, next, out.plus(z.health().patience(w.silenceAfter())));
        }
        if (z.stateSince() != null) {
          next = earlier(now, next, z.stateSince().plus(w.returnAfter()));
        }
        if (z.unhealthySince() == null && z.health().since() != null) {
          next = earlier(now, next, z.health().since().plus(w.returnAfter()));
        }
      }
    }
    for (BreakGlassStatus standing : translation.breakGlass().values()) {
      next = earlier(now, next, standing.next(now));
    }
    for (DecisionInForce f : inForce) {
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
