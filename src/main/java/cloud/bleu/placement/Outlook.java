package cloud.bleu.placement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    Map<List<String>, Verdict> last = new HashMap<>();
    LocalDate today = LocalDate.ofInstant(estate.now(), ZoneRule.PARIS);
    for (int ahead = 0; ahead <= days; ahead++) {
      LocalDate day = today.plusDays(ahead);
      Estate then = ahead == 0 ? estate : estate.at(day.atStartOfDay(ZoneRule.PARIS).toInstant());
      for (Zone zone : estate.zones()) {
        for (int r = 0; r < workload.rules().size(); r++) {
          Verdict now = workload.rules().get(r).evaluate(workload, zone, then);
          Verdict before = last.put(List.of(zone.name(), String.valueOf(r)), now);
          if (before != null
              && (before.failing() || now.failing())
              && !before.code().equals(now.code())) {
            turns.add(new Turn(day, before, now));
          }
        }
      }
    }
    return List.copyOf(turns);
  }
}
