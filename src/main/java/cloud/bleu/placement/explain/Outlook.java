package cloud.bleu.placement.explain;

import cloud.bleu.placement.catalogue.DailyRules;
import cloud.bleu.placement.catalogue.DatedFacts;
import cloud.bleu.placement.catalogue.FactAge;
import cloud.bleu.placement.catalogue.RuleAnswers;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the answers of the rules change with the time alone, all else as it is: windows of
 * qualifications that open and end, facts that grow too old, operations, waivers that begin and
 * end. Rules are asked when an answer may be another one: at the beginning of each day that follows
 * from a date of a fact, and at each instant that a rule or a waiver names. A rule that may turn
 * with any day is asked on each.
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
    Dates dates = Dates.of(rules, estate, days);
    RuleAnswers today = new RuleAnswers(estate);
    @Nullable Answer[] last = new Answer[zones * rules.size()];
    List<Turn> turns = new ArrayList<>();
    for (Instant at : dates.all()) {
      Estate that = estate.at(at);
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

  /**
   * When which rule is asked.
   *
   * @param all instants, of all rules
   * @param ofAll those of them at which any rule may answer otherwise
   * @param daily rules that may answer otherwise at the others too, which are beginnings of days
   */
  private record Dates(SortedSet<Instant> all, Set<Instant> ofAll, Set<BoundRule> daily) {

    static Dates of(List<BoundRule> rules, Estate estate, int days) {
      LocalDate first = LocalDate.ofInstant(estate.now(), ZoneRule.PARIS);
      Instant end = begin(first.plusDays(days + 1L));
      SortedSet<Instant> ofAll = named(rules, estate).subSet(estate.now(), end);
      for (LocalDate day : days(rules, estate)) {
        if (day.isAfter(first) && !day.isAfter(first.plusDays(days))) {
          ofAll.add(begin(day));
        }
      }
      Set<BoundRule> daily = DailyRules.of(rules);
      TreeSet<Instant> all = new TreeSet<>(ofAll);
      for (int ahead = 1; !daily.isEmpty() && ahead <= days; ahead++) {
        all.add(begin(first.plusDays(ahead)));
      }
      return new Dates(all, Set.copyOf(ofAll), daily);
    }

    boolean mayTurn(BoundRule rule, Instant at) {
      return ofAll.contains(at) || daily.contains(rule);
    }

    private static Instant begin(LocalDate day) {
      return day.atStartOfDay(ZoneRule.PARIS).toInstant();
    }

    /** Days that follow from what anything in the estate states: rules look at other zones too. */
    private static Set<LocalDate> days(List<BoundRule> rules, Estate estate) {
      SortedSet<FactAge> ages = FactAge.asked(rules);
      Set<LocalDate> days = new HashSet<>();
      estate.providers().forEach(p -> days.addAll(DatedFacts.of(p).days(ages)));
      estate.zones().forEach(z -> days.addAll(DatedFacts.of(z).days(ages)));
      return days;
    }

    /** Instants that rules or waivers name, and now. */
    private static TreeSet<Instant> named(List<BoundRule> rules, Estate estate) {
      TreeSet<Instant> named = new TreeSet<>();
      named.add(estate.now());
      for (BoundRule bound : rules) {
        for (Zone zone : estate.zones()) {
          named.addAll(bound.rule().turningPoints(zone, bound.parameters()));
        }
        for (Waiver waiver : bound.waivers()) {
          named.add(waiver.from());
          named.add(waiver.until());
        }
      }
      return named;
    }
  }
}
