package cloud.bleu.report.page;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A day on which an answer of a rule changes with the time alone, or on which a qualification
 * probably ends.
 *
 * @param day in Europe/Paris
 * @param at the first instant of the new answer; null for a probable end
 * @param kind {@code Answer} or {@code ProbableEnd}
 * @param text what changes, in words
 * @param rule that answers; empty for a probable end, as are the codes
 * @param policy null for what a workload itself asks for, and for a probable end
 * @param before the code until then: {@code Pass}, {@code Waived}, {@code BreakGlass} or why it
 *     fails
 * @param after the code from then on
 * @param effect whether zones close or open to new replicas
 * @param inUse whether it is about a zone where a replica of such a workload runs
 * @param zones that it is about
 * @param workloads that it is about, as the page names them
 */
public record PageDate(
    LocalDate day,
    @Nullable Instant at,
    String kind,
    String text,
    String rule,
    @Nullable String policy,
    String before,
    String after,
    Effect effect,
    boolean inUse,
    List<String> zones,
    List<String> workloads) {

  /** What becomes of zones for new replicas. */
  public enum Effect {
    Closes,
    Opens,
    None
  }

  public PageDate {
    zones = List.copyOf(zones);
    workloads = List.copyOf(workloads);
  }
}
