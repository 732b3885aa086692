package cloud.bleu.placement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * How the answers of the rules change with the days alone, all else as it is: windows of
 * qualifications that open and end, facts that grow too old. Each day is asked, so that whatever
 * date a rule reads is seen.
 */
public final class Outlook {

  /** How far ahead people look: a budget year and the notice before it. */
  public static final int DAYS = 400;

  private Outlook() {}

  /**
   * An answer that changes.
   *
   * @param day on whose beginning in Europe/Paris it has changed
   */
  public record Turn(LocalDate day, Verdict before, Verdict after) {
    /** Whether a zone is opened or closed by it. */
    public boolean decides() {
      return before.excludes() != after.excludes();
    }
  }

  /**
   * The changes within the days ahead, sorted by day, then zone, then the order of the rules. Those
   * of rules that only warn or audit are among them.
   */
  public static List<Turn> of(Workload workload, Estate estate, int days) {
    List<Turn> turns = new ArrayList<>();
    List<BoundRule> rules = workload.rules();
    int zones = estate.zones().size();
    Answers today = new Answers(estate);
    Verdict[] last = null;
    LocalDate first = LocalDate.ofInstant(estate.now(), ZoneRule.PARIS);
    for (int ahead = 0; ahead <= days; ahead++) {
      LocalDate day = first.plusDays(ahead);
      Answers then =
          ahead == 0 ? today : today.in(estate.at(day.atStartOfDay(ZoneRule.PARIS).toInstant()));
      Verdict[] now = new Verdict[zones * rules.size()];
      for (int r = 0; r < rules.size(); r++) {
        Answers.Row row = then.of(rules.get(r), workload);
        for (int z = 0; z < zones; z++) {
          now[z * rules.size() + r] = row.of(z);
        }
      }
      for (int i = 0; last != null && i < now.length; i++) {
        if ((last[i].failing() || now[i].failing()) && !last[i].code().equals(now[i].code())) {
          turns.add(new Turn(day, last[i], now[i]));
        }
      }
      last = now;
    }
    return List.copyOf(turns);
  }
}
