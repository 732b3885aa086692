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
 * @param setAside by what it is set aside; null of what is wrong
 */
public record PlanFinding(
    WorkloadId workload,
    Level level,
    String code,
    String says,
    @Nullable String rule,
    SortedSet<String> zones,
    List<String> requirements,
    @Nullable SetAside setAside) {

  /**
   * By what a rule that does not hold is set aside.
   *
   * @param by a waiver or a break-glass, with its end
   * @param accepted whether two people decided it
   */
  public record SetAside(String by, boolean accepted) {}

  /** How bad it is. */
  public enum Level {
    /** Replicas have no zone, or an enforced rule does not hold where they are. */
    Error,
    /** It runs, and with less than is asked for. */
    Warning,
    /** It runs where a rule does not hold, and somebody set the rule aside. */
    SetAside
  }

  /** What is wrong and where, in one line. */
  public String text() {
    return code
        + ": "
        + says
        + (rule == null ? "" : " (rule " + rule + ")")
        + (zones.isEmpty() ? "" : "; in " + String.join(", ", zones))
        + (setAside == null ? "" : "; set aside by " + setAside.by());
  }
}
