package cloud.bleu.placement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the answers of the rules change with the days alone, all else as it is: windows of
 * qualifications that open and end, facts that grow too old, waivers that begin and end. Each day
 * is asked, so that whatever date a rule reads is seen.
 */
public final class Outlook {

  /** How far ahead people look: a budget year and the notice before it. */
  public static final int DAYS = 400;

  private Outlook() {}

  /**
   * An answer that changes.
   *
   * @param day on whose beginning in Europe/Paris it has changed
   * @param waiver that set the rule aside before, null if none did; it may end earlier in the day
   *     before
   */
  public record Turn(LocalDate day, Verdict before, Verdict after, @Nullable Waiver waiver) {
    /** Whether a zone is opened or closed by it. */
    public boolean decides() {
      return before.excludes() != after.excludes();
    }
  }

  private record Answer(Verdict verdict, @Nullable Waiver waiver) {}

  /** Whether the answer is another one; what is waived has the code of what would fail. */
  private static boolean isTurn(Verdict before, Verdict now) {
    return (before.failing() || now.failing())
        && (before.result() != now.result() || !before.code().equals(now.code()));
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
    Answer[] last = null;
    LocalDate first = LocalDate.ofInstant(estate.now(), ZoneRule.PARIS);
    for (int ahead = 0; ahead <= days; ahead++) {
      LocalDate day = first.plusDays(ahead);
      Estate that = ahead == 0 ? estate : estate.at(day.atStartOfDay(ZoneRule.PARIS).toInstant());
      Answers then = ahead == 0 ? today : today.in(that);
      Answer[] now = new Answer[zones * rules.size()];
      for (int r = 0; r < rules.size(); r++) {
        Answers.Row row = then.of(rules.get(r), workload);
        for (int z = 0; z < zones; z++) {
          now[z * rules.size() + r] =
              new Answer(row.of(z), rules.get(r).waiver(estate.zones().get(z).name(), that.now()));
        }
      }
      for (int i = 0; last != null && i < now.length; i++) {
        Answer before = last[i];
        if (isTurn(before.verdict, now[i].verdict)) {
          boolean waived = before.verdict.result() == Verdict.Result.Waived;
          turns.add(new Turn(day, before.verdict, now[i].verdict, waived ? before.waiver : null));
        }
      }
      last = now;
    }
    return List.copyOf(turns);
  }
}
