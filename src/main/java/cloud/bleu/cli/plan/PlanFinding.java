package cloud.bleu.cli.plan;

import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with the plan of a workload.
 *
 * @param says what, and what to do next
 * @param rule name of the statement with its policy; null where no rule is behind it
 * @param zones in which it is so; empty: in all
 * @param requirements SecNumCloud ids
 */
public record PlanFinding(
    WorkloadId workload,
    Level level,
    String code,
    String says,
    @Nullable String rule,
    SortedSet<String> zones,
    List<String> requirements) {

  /** How bad it is. */
  public enum Level {
    /** Replicas have no zone, or an enforced rule does not hold where they are. */
    Error,
    /** It runs, and with less than is asked for. */
    Warning
  }

  /** What is wrong and where, in one line. */
  public String text() {
    return code
        + ": "
        + says
        + (rule == null ? "" : " (rule " + rule + ")")
        + (zones.isEmpty() ? "" : "; in " + String.join(", ", zones));
  }
}
