package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Notice;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What will be a breach though nobody changes anything: enforced rules that hold today where
 * replicas run, and do not from an instant on.
 *
 * @param on the first instant of the breach
 * @param verdicts what the rules answer then, by zone and statement
 * @param moves whether some of it makes replicas leave before, as {@link #lead} says
 */
public record Lapse(Instant on, List<Verdict> verdicts, boolean moves) {

  /** Days before a lapse in which replicas move away, where the rule says so. */
  private static final int LEAD_DAYS = Notice.Within7Days.days();

  private static final int HOURS_A_DAY = 24;

  public Lapse {
    verdicts = List.copyOf(verdicts);
  }

  /**
   * The first lapse of a decision within the farthest notice.
   *
   * @param dates instants at which the same facts may mean something else; {@link DailyRules} are
   *     asked at the beginning of each day as well
   */
  public static @Nullable Lapse ahead(
      Workload workload, Decision decision, Estate estate, SortedSet<Instant> dates) {
    return LapseSearch.of(workload, decision, estate, dates, estate::at, null).lapse();
  }

  /** Whether replicas leave before a rule answers this. */
  public static boolean leavesBefore(BoundRule rule, Verdict then) {
    return rule.action() == BoundRule.Action.Enforce
        && rule.onViolation() != BoundRule.OnViolation.Report
        && then.result() == Verdict.Result.Reject;
  }

  /**
   * How many days before a lapse a workload begins to move: enough for every replica within its
   * budget and a day to spare, seven at least, no more than the farthest notice.
   */
  public static int lead(Workload workload) {
    int perHour = Math.max(1, workload.rebalance().maxMovesPerHour());
    int hours = (workload.replicas() + perHour - 1) / perHour;
    return Math.min(
        Notice.Within90Days.days(),
        Math.max(LEAD_DAYS, (hours + HOURS_A_DAY - 1) / HOURS_A_DAY + 1));
  }
}
