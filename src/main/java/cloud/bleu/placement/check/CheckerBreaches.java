package cloud.bleu.placement.check;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Whether something hard may be broken by what ran before a decision. Only then may what runs move
 * within the budget while a zone is lost or silent. Where only a search can tell, the answer is
 * yes.
 */
final class CheckerBreaches {

  /** Days before a rule rejects what runs in which it moves: at least, and at most. */
  private static final int LEAST_LEAD = 7;

  private static final int MOST_LEAD = 90;
  private static final int HOURS_A_DAY = 24;

  private final Map<WorkloadId, CheckerWorkload> workloads;

  CheckerBreaches(Map<WorkloadId, CheckerWorkload> workloads) {
    this.workloads = workloads;
  }

  /** False only where moves have nothing to mend. */
  boolean mayBe(CheckerWorkload w) {
    return w.spec.quorum() || countsBreak(w) || lossBreaks(w) || rulesBreak(w) || isRelated(w);
  }

  private static boolean countsBreak(CheckerWorkload w) {
    Integer max = w.spec.perZoneMax();
    int min = Math.min(w.spec.perZoneMin(), w.totalBefore());
    for (int z = 0; z < w.had.length; z++) {
      if (w.had[z] > 0 && (w.had[z] < min || max != null && w.had[z] > max || isFar(w, z))) {
        return true;
      }
    }
    return w.spec.spread().stream().anyMatch(s -> s.hard() && spreadMayBreak(w, s));
  }

  private static boolean isFar(CheckerWorkload w, int zone) {
    Workload.Replication replication = w.spec.replication();
    Long most = replication == null ? null : replication.maxRoundTripMicros();
    for (int z = 0; z < zone && most != null; z++) {
      if (w.had[z] > 0 && !w.places.within(z, zone, most)) {
        return true;
      }
    }
    return false;
  }

  /** Whether domains are too many or too few, or one has more than any floor allows. */
  private static boolean spreadMayBreak(CheckerWorkload w, Workload.Spread spread) {
    Integer max = spread.max();
    int used = 0;
    for (BitSet domain : w.places.partition(spread.over()).members()) {
      int inside = w.insideBefore(domain);
      used += inside > 0 ? 1 : 0;
      if (inside > spread.maxSkew()) {
        return true;
      }
    }
    return used < Math.min(spread.min(), w.totalBefore()) || max != null && used > max;
  }

  private static boolean lossBreaks(CheckerWorkload w) {
    for (CheckerEvents.Protected event : w.events.all) {
      int inside = w.insideBefore(event.zones());
      if (inside > 0 && (event.reservedHard() || w.totalBefore() - inside < event.keepHard())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a rule rejects what runs, now or so soon that it is to leave before. */
  private static boolean rulesBreak(CheckerWorkload w) {
    Estate now = w.places.estate;
    Estate then = now.at(now.now().plus(Duration.ofDays(lead(w.spec))));
    for (int z = 0; z < w.places.zones; z++) {
      for (BoundRule rule : w.had[z] > 0 ? w.spec.rules() : List.<BoundRule>of()) {
        if (rule.action() == BoundRule.Action.Enforce
            && (w.rules.verdict(rule, z).failing()
                || rule.evaluate(w.spec, w.places.zone(z), then).failing())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Days in which all of it moves within its budget, and one to spare. */
  private static int lead(Workload spec) {
    int perHour = Math.max(1, spec.rebalance().maxMovesPerHour());
    int hours = (spec.replicas() + perHour - 1) / perHour;
    int days = (hours + HOURS_A_DAY - 1) / HOURS_A_DAY + 1;
    return Math.min(MOST_LEAD, Math.max(LEAST_LEAD, days));
  }

  /** Whether it has to be beside others or apart from them, or they beside it. */
  private boolean isRelated(CheckerWorkload w) {
    return asksOthers(w)
        || workloads.values().stream().anyMatch(other -> other != w && asksOthers(other, w));
  }

  private static boolean asksOthers(CheckerWorkload w) {
    return w.spec.affinity().stream().anyMatch(Workload.Affinity::required)
        || w.spec.antiAffinity().stream().anyMatch(Workload.Affinity::required);
  }

  private static boolean asksOthers(CheckerWorkload other, CheckerWorkload w) {
    return other.spec.id().namespace().equals(w.spec.id().namespace()) && asksOthers(other);
  }
}
