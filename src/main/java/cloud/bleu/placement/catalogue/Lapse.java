package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
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
    return ahead(workload, decision, estate, dates, estate::at);
  }

  /**
   * The same for who asks about many workloads of one estate.
   *
   * @param later the estate at another instant
   */
  public static @Nullable Lapse ahead(
      Workload workload,
      Decision decision,
      Estate estate,
      SortedSet<Instant> dates,
      Function<Instant, Estate> later) {
    Instant now = estate.now();
    List<Holding> holding = holding(workload, decision, estate);
    Set<BoundRule> turning = DailyRules.of(workload.rules());
    List<Holding> daily = holding.stream().filter(h -> turning.contains(h.rule())).toList();
    SortedSet<Instant> all = daily.isEmpty() ? dates : withDays(dates, now);
    for (Instant date : all) {
      if (!date.isAfter(now) || Notice.of(now, date) == null) {
        continue;
      }
      Lapse lapse = on(date, workload, dates.contains(date) ? holding : daily, later.apply(date));
      if (lapse != null) {
        return lapse;
      }
    }
    return null;
  }

  /** An enforced rule that does not fail now in a zone where replicas run. */
  private record Holding(Zone zone, BoundRule rule) {}

  private static List<Holding> holding(Workload workload, Decision decision, Estate estate) {
    List<Holding> holding = new ArrayList<>();
    for (Assignment assignment : decision.assignments()) {
      Zone zone = estate.zone(assignment.zone());
      if (zone == null || assignment.replicas() == 0) {
        continue;
      }
      for (BoundRule rule : workload.rules()) {
        if (rule.action() == BoundRule.Action.Enforce
            && !rule.evaluate(workload, zone, estate).failing()) {
          holding.add(new Holding(zone, rule));
        }
      }
    }
    return holding;
  }

  /** These and the beginnings of all days within the farthest notice. */
  private static SortedSet<Instant> withDays(SortedSet<Instant> dates, Instant now) {
    TreeSet<Instant> all = new TreeSet<>(dates);
    LocalDate today = LocalDate.ofInstant(now, ZoneRule.PARIS);
    for (int days = 1; days <= Notice.Within90Days.days(); days++) {
      all.add(today.plusDays(days).atStartOfDay(ZoneRule.PARIS).toInstant());
    }
    return all;
  }

  private static @Nullable Lapse on(
      Instant date, Workload workload, List<Holding> holding, Estate then) {
    List<Verdict> verdicts = new ArrayList<>();
    boolean moves = false;
    for (Holding one : holding) {
      Verdict verdict = one.rule().evaluate(workload, one.zone(), then);
      if (verdict.failing()) {
        verdicts.add(verdict);
        moves |= leavesBefore(one.rule(), verdict);
      }
    }
    return verdicts.isEmpty() ? null : new Lapse(date, verdicts, moves);
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
