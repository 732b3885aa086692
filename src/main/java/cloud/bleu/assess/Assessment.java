package cloud.bleu.assess;

import cloud.bleu.assess.acceptance.AcceptanceException;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.model.Severity;
import cloud.bleu.assess.model.WorkloadAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer.
 *
 * @param asOf the day of the data
 * @param findings those that count
 * @param excepted those that somebody has taken upon himself
 * @param known findings that the baseline has
 * @param workloads in the order of their places
 */
public record Assessment(
    MigrationTarget target,
    String asOf,
    List<Finding> findings,
    List<Excepted> excepted,
    List<Finding> known,
    List<WorkloadAnswer> workloads,
    InputSummary input) {

  public Assessment {
    findings = List.copyOf(findings);
    excepted = List.copyOf(excepted);
    known = List.copyOf(known);
    workloads = List.copyOf(workloads);
  }

  /** A finding that does not count, and why. */
  public record Excepted(Finding finding, AcceptanceException exception) {}

  /** How many of that severity count. */
  public long count(Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }

  /**
   * Whether something that counts is that bad or worse.
   *
   * @param worst null: never
   */
  public boolean fails(@Nullable Severity worst) {
    return worst != null && findings.stream().anyMatch(f -> f.severity().atLeast(worst));
  }
}
