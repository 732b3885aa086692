package cloud.bleu.placement.explain;

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
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the answers of the rules change with the time alone, all else as it is: windows of
 * qualifications that open and end, facts that grow too old, operations, waivers that begin and
 * end. The beginning of each day is asked, so that whatever date a rule reads is seen, and each
 * instant within a day that a rule or a waiver names.
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
    List<Turn> turns = new ArrayList<>();
    List<BoundRule> rules = workload.rules();
    int zones = estate.zones().size();
    RuleAnswers today = new RuleAnswers(estate);
    Answer[] last = null;
    for (Instant at : instants(rules, estate, days)) {
      Estate that = estate.at(at);
      RuleAnswers then = at.equals(estate.now()) ? today : today.in(that);
      Answer[] now = new Answer[zones * rules.size()];
      for (int r = 0; r < rules.size(); r++) {
        RuleAnswers.Row row = then.of(rules.get(r), workload);
        for (int z = 0; z < zones; z++) {
          now[z * rules.size() + r] =
              new Answer(row.of(z), rules.get(r).waiver(estate.zones().get(z).name(), that.now()));
        }
      }
      for (int i = 0; last != null && i < now.length; i++) {
        Answer before = last[i];
        if (isTurn(before.verdict, now[i].verdict)) {
          boolean waived = before.verdict.result() == Verdict.Result.Waived;
          turns.add(new Turn(at, before.verdict, now[i].verdict, waived ? before.waiver : null));
        }
      }
      last = now;
    }
    return List.copyOf(turns);
  }

  private static SortedSet<Instant> instants(List<BoundRule> rules, Estate estate, int days) {
    TreeSet<Instant> instants = new TreeSet<>();
    LocalDate first = LocalDate.ofInstant(estate.now(), ZoneRule.PARIS);
    for (int ahead = 1; ahead <= days; ahead++) {
      instants.add(first.plusDays(ahead).atStartOfDay(ZoneRule.PARIS).toInstant());
    }
    Instant end = first.plusDays(days + 1L).atStartOfDay(ZoneRule.PARIS).toInstant();
    for (BoundRule bound : rules) {
      for (Zone zone : estate.zones()) {
        instants.addAll(bound.rule().turningPoints(zone, bound.parameters()));
      }
      for (Waiver waiver : bound.waivers()) {
        instants.add(waiver.from());
        instants.add(waiver.until());
      }
    }
    instants.add(estate.now());
    return instants.subSet(estate.now(), end);
  }
}
