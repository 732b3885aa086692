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
 * The search for the first lapse of a decision within the farthest notice, and how far it has come.
 * Each day brings one more day into view. Only that day is asked then, as long as what holds does
 * not change.
 */
public final class LapseSearch {

  private final List<String> held;
  private final Instant until;
  private final @Nullable Lapse lapse;

  private LapseSearch(List<String> held, Instant until, @Nullable Lapse lapse) {
    this.held = held;
    this.until = until;
    this.lapse = lapse;
  }

  /** The first lapse, null when none is in sight. */
  public @Nullable Lapse lapse() {
    return lapse;
  }

  /**
   * Searches.
   *
   * @param dates instants at which the same facts may mean something else; {@link DailyRules} are
   *     asked at the beginning of each day as well
   * @param later the estate at another instant
   * @param before the search of an earlier instant for the same decision, taken on the same facts;
   *     null: there is none
   */
  public static LapseSearch of(
      Workload workload,
      Decision decision,
      Estate estate,
      SortedSet<Instant> dates,
      Function<Instant, Estate> later,
      @Nullable LapseSearch before) {
    Instant now = estate.now();
    List<Holding> holding = holding(workload, decision, estate);
    List<String> held = holding.stream().map(Holding::key).toList();
    Set<BoundRule> turning = DailyRules.of(workload.rules());
    List<Holding> daily = holding.stream().filter(h -> turning.contains(h.rule())).toList();
    SortedSet<Instant> all = daily.isEmpty() ? dates : withDays(dates, now);
    Instant known =
        before != null && before.lapse == null && before.held.equals(held) ? before.until : now;
    Instant until = known;
    for (Instant date : all) {
      if (!date.isAfter(known) || Notice.of(now, date) == null) {
        continue;
      }
      Lapse lapse = on(date, workload, dates.contains(date) ? holding : daily, later.apply(date));
      if (lapse != null) {
        return new LapseSearch(held, date, lapse);
      }
      until = date;
    }
    return new LapseSearch(held, until, null);
  }

  /**
   * An enforced rule that does not fail now in a zone where replicas run.
   *
   * @param number of the rule among those of the workload
   */
  private record Holding(Zone zone, BoundRule rule, int number) {
    String key() {
      return zone.name() + "/" + number;
    }
  }

  private static List<Holding> holding(Workload workload, Decision decision, Estate estate) {
    List<Holding> holding = new ArrayList<>();
    for (Assignment assignment : decision.assignments()) {
      Zone zone = estate.zone(assignment.zone());
      if (zone == null || assignment.replicas() == 0) {
        continue;
      }
      int number = 0;
      for (BoundRule rule : workload.rules()) {
        if (rule.action() == BoundRule.Action.Enforce
            && !rule.evaluate(workload, zone, estate).failing()) {
          holding.add(new Holding(zone, rule, number));
        }
        number++;
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
        moves |= Lapse.leavesBefore(one.rule(), verdict);
      }
    }
    return verdicts.isEmpty() ? null : new Lapse(date, verdicts, moves);
  }
}
