package cloud.bleu.placement.explain;

import cloud.bleu.placement.catalogue.RuleAnswers;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Waiver;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the answers of the rules change with time alone: windows of qualifications that open and end,
 * qualifications that were stated for a day to come, facts that grow too old, operations, waivers
 * that begin and end. Rules are asked when an answer may change: at the beginning of each day that
 * follows from a date of a fact, and at each instant that a rule or a waiver names. A rule that may
 * turn with any day is asked on each.
 */
public final class Outlook {

  /** How far ahead people look: a budget year and the notice before it. */
  public static final int DAYS = 400;

  private Outlook() {}

  /**
   * An answer that changes.
   *
   * @param at the first instant of the new answer
   * @param waiver that set the rule aside before, null if none did
   */
  public record Turn(Instant at, Verdict before, Verdict after, @Nullable Waiver waiver) {
    /** The day in Europe/Paris. */
    public LocalDate day() {
      return LocalDate.ofInstant(at, ZoneRule.PARIS);
    }

    /** Whether it is so from the beginning of the day in Europe/Paris. */
    public boolean withTheDay() {
      return day().atStartOfDay(ZoneRule.PARIS).toInstant().equals(at);
    }

    /** Whether a zone is opened or closed by it. */
    public boolean decides() {
      return before.excludes() != after.excludes();
    }
  }

  private record Answer(Verdict verdict, @Nullable Waiver waiver) {}

  /** Whether the answer is another one; what is waived has the code of what would fail. */
  private static boolean isTurn(Verdict before, Verdict now) {
    return (speaks(before) || speaks(now))
        && (before.result() != now.result() || !before.code().equals(now.code()));
  }

  private static boolean speaks(Verdict verdict) {
    return verdict.failing() || verdict.warns();
  }

  /**
   * The changes within the days ahead, sorted by time, then zone, then the order of the rules.
   * Those of rules that only warn or audit are among them.
   */
  public static List<Turn> of(Workload workload, Estate estate, int days) {
    List<BoundRule> rules = workload.rules();
    int zones = estate.zones().size();
    TurningDates dates = TurningDates.of(rules, estate, days);
    RuleAnswers today = new RuleAnswers(estate);
    @Nullable Answer[] last = new Answer[zones * rules.size()];
    List<Turn> turns = new ArrayList<>();
    for (Instant at : dates.all()) {
      Estate that = estate.later(at);
      RuleAnswers then = at.equals(estate.now()) ? today : today.in(that);
      @Nullable Answer[] now = last.clone();
      for (int r = 0; r < rules.size(); r++) {
        BoundRule rule = rules.get(r);
        if (dates.mayTurn(rule, at)) {
          RuleAnswers.Row row = then.of(rule, workload);
          for (int z = 0; z < zones; z++) {
            now[z * rules.size() + r] =
                new Answer(row.of(z), rule.waiver(estate.zones().get(z).name(), at));
          }
        }
      }
      for (int i = 0; i < now.length; i++) {
        Answer before = last[i];
        Answer after = now[i];
        if (before != null && after != null && isTurn(before.verdict, after.verdict)) {
          boolean waived = before.verdict.result() == Verdict.Result.Waived;
          turns.add(new Turn(at, before.verdict, after.verdict, waived ? before.waiver : null));
        }
      }
      last = now;
    }
    return List.copyOf(turns);
  }
}
